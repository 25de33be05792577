# Meta's errors. Usernames.

meta-error-147001-what = This username is not available.
meta-error-147001-means = Another account has it, or Meta reserves it. The number's present one did not change.
meta-error-147001-steps =
    Choose another, or see Meta's suggestions.

meta-error-147002-what = The number may not have a username yet.
meta-error-147002-means = Meta requires a higher messaging limit for it.
meta-error-147002-steps =
    See on Numbers and limits what is missing for the next limit.

meta-error-147003-what = The Facebook Page is not linked.
meta-error-147003-means = The name belongs to a Facebook Page that is not linked with this number.
meta-error-147003-steps =
    Link the Page in the Business Manager and ask for the name again, or choose another.

meta-error-147004-what = The Instagram account is not linked.
meta-error-147004-means = The name belongs to an Instagram account that is not linked with this number.
meta-error-147004-steps =
    Link the account in the Business Manager and ask for the name again, or choose another.

meta-error-147005-what = Another number of yours uses this name.
meta-error-147005-means = A username serves one number only.
meta-error-147005-steps =
    Release the name on the other number, or ask for the transfer (transfer_action: force_transfer), which takes it from there.
