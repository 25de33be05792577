# Meta's errors. health_status.

meta-error-138024-what = Calls by SIP are not enabled on this number.
meta-error-138024-means = It concerns calls only. Messages are not affected.
meta-error-138024-steps =
    If the number takes no calls by SIP, nothing is to be done.
    If it does, enable SIP in the number's calling settings.

meta-error-138025-what = The app has no SIP server.
meta-error-138025-means = It concerns calls only. Messages are not affected.
meta-error-138025-steps =
    If the app takes no calls by SIP, nothing is to be done.
    If it does, enter the SIP server in the calling settings.

meta-error-141000-what = The number is not connected.
meta-error-141000-means = Meta blocks sending because the number is not registered or connected on the platform. Those who saw this code do not all use it alike: Meta's text counts.
meta-error-141000-steps =
    Log in on Connection and choose this number: Farol registers it.

meta-error-141002-what = The template is not approved.
meta-error-141002-means = Only approved templates can be sent. Other templates and answers to customers go on working.
meta-error-141002-steps =
    If it is in review, wait for Meta's decision.
    If it was rejected, read the reason in WhatsApp Manager, and edit the template or appeal the decision.

meta-error-141006-what = There is an error with the WABA's payment method.
meta-error-141006-means = Meta blocks conversations that the business starts until the payment method works.
meta-error-141006-steps =
    In WhatsApp Manager, open the WABA's payment settings and add a valid payment method.
    If the credit line belongs to a partner, talk to them.
    Then press Check now: the error goes when Meta takes it away.

meta-error-141010-what = The business has not passed verification.
meta-error-141010-means = The Business Manager is not verified at Meta. Sending is limited, with a low messaging limit.
meta-error-141010-steps =
    In the Business Manager, ask for the verification of the business and send the documents that Meta asks for.
    The decision is Meta's; Farol shows when it changes.
