# Meta's errors. Templates and Flows.

meta-error-132000-what = The number of variables does not match the template.
meta-error-132000-means = The send brought more or fewer values than the template has. It also happens when a local copy of the template is old and Meta's has changed.
meta-error-132000-steps =
    Compare the variables with the template's in WhatsApp Manager, in the same language.
    Refresh the list of templates in the program that sends.

meta-error-132001-what = The template does not exist in this language.
meta-error-132001-means = Meta finds no approved template of this name and language in this WABA.
meta-error-132001-steps =
    Check name and language: pt_BR and pt are different.
    See whether the template is approved and belongs to the number's own WABA.

meta-error-132005-what = The text is too long once the variables are filled in.
meta-error-132005-means = The template fits, but with these values it exceeds what Meta accepts.
meta-error-132005-steps =
    Shorten the variables' values.

meta-error-132007-what = The template's content breaks a policy.
meta-error-132007-means = Meta refused the text or the variables of this send.
meta-error-132007-steps =
    Read in details what was refused.
    Change the content, or appeal in WhatsApp Manager.

meta-error-132008-what = Meta refused the template message.
meta-error-132008-means = It is a template error that the documentation read for Farol does not describe; what Meta's details say counts.
meta-error-132008-steps =
    Read the details and compare the send with the template in WhatsApp Manager.

meta-error-132012-what = A variable has another form than the template asks for.
meta-error-132012-means = For instance text where the template has a picture, or a named variable where it uses positions.
meta-error-132012-steps =
    Compare the send's components with the template's and correct what details names.

meta-error-132015-what = The template is paused.
meta-error-132015-means = Meta pauses a template of low quality: 3 hours, then 6, and disables it the third time. The same code comes when Meta holds a batch to assess its quality and drops it. It uses up none of the limit.
meta-error-132015-steps =
    Stop campaigns with this template.
    Change the text or the audience: blocks and reports bring quality down.
    Wait for the end of the pause, which Farol shows under Activity, or use another template.

meta-error-132016-what = The template was disabled.
meta-error-132016-means = It was paused too often for low quality and will not return.
meta-error-132016-steps =
    Create another template with other content and wait for its approval.

meta-error-132068-what = The template's Flow is blocked.
meta-error-132068-means = Meta sends no message with this Flow while it is blocked.
meta-error-132068-steps =
    In WhatsApp Manager, open the Flow and correct what it points out.

meta-error-132069-what = The template's Flow is throttled.
meta-error-132069-means = Meta lets few sends of this Flow through an hour, mostly for errors of the endpoint that serves it.
meta-error-132069-steps =
    Mend the Flow's endpoint and wait for Meta to lift the limit.

meta-error-200005-200007-what = Template analytics were not turned on yet.
meta-error-200005-200007-means = Meta counts templates' figures only after the WABA has confirmed it once; there is no way back from that.
meta-error-200005-200007-steps =
    Confirm it in WhatsApp Manager, under Insights, or with is_enabled_for_insights=true on the WABA.
