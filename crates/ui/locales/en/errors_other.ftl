# Meta's errors. Parts of the platform that Farol does not use.

meta-error-131201-131215-what = An error of groups.
meta-error-131201-131215-means = Meta uses this range for the groups API, which Farol does not use. What failed is in Meta's message.
meta-error-131201-131215-steps =
    Read Meta's message in the program that called the groups API.

meta-error-134011-what = An error of payments in WhatsApp.
meta-error-134011-means = It concerns orders and payments inside the conversation, which Farol does not use; not the billing of your WABA.
meta-error-134011-steps =
    Read Meta's message in the program that sent the payment request.

meta-error-134100-134102-what = An error of the marketing messages API.
meta-error-134100-134102-means = Meta refused a send by marketing_messages, for instance because the WABA is not onboarded to it.
meta-error-134100-134102-steps =
    See in the WABA's marketing_messages_onboarding_status what is missing.
    Until then, send the template by the ordinary send.

meta-error-138000-138999-what = An error of calls.
meta-error-138000-138999-means = Meta uses this range for calls, which Farol does not use. Messages are not affected.
meta-error-138000-138999-steps =
    Read Meta's message in the program that makes the calls.

meta-error-139000-139999-what = An error of Flows or of blocking users.
meta-error-139000-139999-means = Meta uses this range for Flows and for blocking users, which Farol does not use.
meta-error-139000-139999-steps =
    Read Meta's message in the program that made the call.
