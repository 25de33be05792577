# Meta's errors. Account: policy, payment, name.

meta-error-368-what = The account is blocked for breaking a policy.
meta-error-368-means = Meta restricted or disabled the WABA for a time. While it lasts, messages do not leave.
meta-error-368-steps =
    In WhatsApp Manager, read which policy Meta named.
    If the decision is wrong, ask for a review right there.
    Do not repeat sends while it lasts.

meta-error-130497-what = The business may not message people in this country.
meta-error-130497-means = Meta does not let this account message people of certain countries; the recipient is in one of them.
meta-error-130497-steps =
    Take that country off the sending list.
    If the business ought to be able to send there, settle it with Meta.

meta-error-131031-what = The account is locked.
meta-error-131031-means = Meta restricted or disabled the WABA for breaking a policy. No message leaves.
meta-error-131031-steps =
    In WhatsApp Manager, read which policy is named; under Activity, Farol shows how long it lasts where Meta says so.
    Ask for a review there if the decision is wrong.
    Stop sending until Farol shows the WABA as available.

meta-error-131037-what = The display name has not been approved yet.
meta-error-131037-means = A 555 number provided by Meta sends only once its display name is approved.
meta-error-131037-steps =
    See the name's state on the number's page.
    If it was declined, ask for another one, close to the brand's, in WhatsApp Manager.

meta-error-131042-what = There is a problem with the payment.
meta-error-131042-means = The WABA has no valid payment method, or a charge failed. Messages that cost do not leave; this comes by webhook, after the send was accepted.
meta-error-131042-steps =
    In WhatsApp Manager, open the WABA's payment settings and correct the payment method.
    If the credit line belongs to a partner, talk to them.
    Send again once Farol shows the WABA as available.

meta-error-131045-what = The number is not properly registered.
meta-error-131045-means = The send failed for an error in the number's certificate or registration with the Cloud API.
meta-error-131045-steps =
    Log in on Connection and choose this number: Farol registers it again, with its PIN.
    If the display name changed lately, wait for its approval before you register.
