# Meta's errors. Access: token, permission, object, webhook address.

meta-error-0-what = Meta did not accept who is calling.
meta-error-0-means = The call carried no token, or one that Meta does not recognise (AuthException). Nothing was read or sent.
meta-error-0-steps =
    If Farol shows it, connect the account again on Connection: the login brings a new token.
    If it comes from a program of yours, send the token in the header Authorization: Bearer.

meta-error-3-what = The app lacks the capability that the call asks for.
meta-error-3-means = Meta has not given the app this capability, or its permission is still in review. The number loses nothing by it.
meta-error-3-steps =
    In the app's dashboard at Meta, see whether whatsapp_business_management and whatsapp_business_messaging have advanced access.
    If the app's review is under way, wait for the decision; repeating the call changes nothing.

meta-error-10-what = The token has no permission for this call.
meta-error-10-means = The person who logged in did not grant the permission, or the client took it back later.
meta-error-10-steps =
    Read in Meta's message which permission is missing.
    Ask someone with access to the client's Business Manager to log in again on Connection and leave every permission ticked.

meta-error-33-what = Meta can't find this number.
meta-error-33-means = The number was deleted, or the id does not exist. The last values read stay visible in Farol, with their date.
meta-error-33-steps =
    Check in WhatsApp Manager whether the number is still in the WABA.
    If it is in another WABA, connect that WABA on Connection.

meta-error-100-what = A parameter of the call is not valid.
meta-error-100-means = A field is missing, its value has another form, or this version of the API has no such field. Meta's message names it; the subcode, where there is one, gives the reason.
meta-error-100-steps =
    Find the parameter's name in the message and correct it.
    If the message speaks of appsecret_proof, check the app secret: the app requires that proof.
    If there is a subcode, look up the pair, such as 100/2388001.

meta-error-100-33-what = The object does not exist, or this token does not reach it.
meta-error-100-33-means = Meta gives one answer to three cases: the id does not exist, the token has no access to it, or it does not take this operation. The answer alone does not tell which.
meta-error-100-33-steps =
    Check the id in WhatsApp Manager: a number's id is not its phone number.
    If the id is right, the client may have removed the app's access: ask for a new login on Connection.

meta-error-100-36007-what = The login's code has expired.
meta-error-100-36007-means = The code that Meta's window returns is good for 30 seconds. It came too late to be exchanged for a token.
meta-error-100-36007-steps =
    Log in again on Connection; each login brings a new code.
    If it happens every time, check the clock and the internet access of Farol's server.

meta-error-100-36008-what = The login's return address is not the expected one.
meta-error-100-36008-means = The redirect_uri of the exchange differs from the address that opened the login. With the code from the window (JavaScript SDK) no redirect_uri is to be sent.
meta-error-100-36008-steps =
    In the app's dashboard, check the allowed domains and the valid OAuth redirect URIs.
    Log in again: the code is of no more use.

meta-error-100-36009-what = The login's code has already been used.
meta-error-100-36009-means = Each code works once. If its first use succeeded, the token exists and nothing is lost.
meta-error-100-36009-steps =
    See on Connection whether the account already shows as connected.
    If it does not, log in again.

meta-error-190-what = The token is no longer valid.
meta-error-190-means = Meta refuses every call with this token: readings, sends and changes stop. Webhooks may go on arriving. What was read stays visible, with its date.
meta-error-190-steps =
    Ask someone with access to the client's Business Manager to log in again on Connection.
    If another program uses the same token, replace it there too.

meta-error-190-458-what = The person or the business removed the app.
meta-error-190-458-means = Whoever granted access took the app out of their integrations; the token died with it.
meta-error-190-458-steps =
    Confirm with the client whether they meant to remove it.
    If not, log in again on Connection.

meta-error-190-459-what = Meta asks the person to confirm their own account.
meta-error-190-459-means = The Facebook account of whoever logged in is in a security check; until it is done, the token is not accepted.
meta-error-190-459-steps =
    That person signs in at facebook.com and completes what is asked.
    Then log in again on Connection.

meta-error-190-460-what = The Facebook password of whoever logged in has changed.
meta-error-190-460-means = When the password changed, or for safety, Meta ended the person's sessions, and this token with them.
meta-error-190-460-steps =
    Log in again on Connection, with the same person or another who has access to the Business Manager.

meta-error-190-463-what = The token has expired.
meta-error-190-463-means = The token had a term, and it is over. Temporary tokens from Meta's dashboard last 24 hours; those of the login have 60 days or no term, as configured.
meta-error-190-463-steps =
    Log in again on Connection: a new token goes on where this one stopped.
    To avoid this every 60 days, use a login configuration at Meta whose token never expires.

meta-error-190-467-what = The token was made invalid.
meta-error-190-467-means = The person logged out, or the token was revoked. It will not become valid again.
meta-error-190-467-steps =
    Log in again on Connection.
    If nobody revoked it on purpose, also replace the app secret and the tokens kept elsewhere.

meta-error-200-299-what = A permission, or access to this item, is missing.
meta-error-200-299-means = The token lacks the scope, or the system user was not assigned to this WABA. The exact code and Meta's message say which permission it is.
meta-error-200-299-steps =
    In the client's Business Manager, see whether the app still has access to the WABA.
    Log in again on Connection, choose the right WABA and accept every permission.

meta-error-803-what = Meta does not know this id.
meta-error-803-means = The id or alias asked for does not exist. Meta's papers disagree: in practice an unknown id mostly answers 100/33.
meta-error-803-steps =
    Check the id and the API version in the call's address.

meta-error-2200-what = Meta could not confirm the webhook's address.
meta-error-2200-means = Before it keeps the address, Meta sends it a GET and expects the challenge back. The answer was another, or none.
meta-error-2200-steps =
    Check that the address is HTTPS, public and has a certificate of a recognised authority: Meta takes no self-signed one.
    Check that the verify token at Meta is the one in Farol's configuration.
    Save it again in the app's dashboard.

meta-error-131005-what = Access to this number or account was denied.
meta-error-131005-means = The token never had, or has lost, the permission to use the number.
meta-error-131005-steps =
    See in the client's Business Manager whether the app still has access to this number's WABA.
    Log in again on Connection.
