# Meta's errors. A message.

meta-error-130472-what = The person is part of an experiment of Meta's.
meta-error-130472-means = Meta does not deliver some marketing messages to a share of people, to measure the effect. Nothing is wrong with number or template.
meta-error-130472-steps =
    Do not repeat this message.
    If it matters, use another channel or wait for the person to write.

meta-error-131008-what = A parameter of the message is missing.
meta-error-131008-means = Meta refused the message before sending it; the field details names what is missing.
meta-error-131008-steps =
    Add the parameter and send again.

meta-error-131009-what = A value in the message is not accepted.
meta-error-131009-means = The parameter is there, but its value is not valid: a misspelt phone number, a text too long, the wrong type. The field details names it.
meta-error-131009-steps =
    Correct the value that details names and send again.
    Write phone numbers with + and the country code.

meta-error-131021-what = The recipient is the number itself.
meta-error-131021-means = A number can't message itself.
meta-error-131021-steps =
    Change the recipient; to test, use another phone with WhatsApp.

meta-error-131026-what = The message could not be delivered to this person.
meta-error-131026-means = Meta does not say why, to protect the person. Their number may have no WhatsApp, for one, or be misspelt.
meta-error-131026-steps =
    Check the number; in Brazil, with and without the ninth digit.
    Ask by another channel whether the person uses WhatsApp, and let them write first.
    If it always fails, take the number off the list: insisting does not help.

meta-error-131030-what = The recipient is not on the test number's list.
meta-error-131030-means = Test numbers send only to phone numbers that were listed at Meta.
meta-error-131030-steps =
    In the app's dashboard, add and confirm the recipient's phone number.
    To send to anybody, connect a real number.

meta-error-131047-what = More than 24 hours have passed since the person last wrote.
meta-error-131047-means = Outside the customer service window only an approved template is delivered. Meta takes the send and reports the failure later, by webhook.
meta-error-131047-steps =
    Send an approved template.
    When the person answers, the window opens for 24 hours and takes any kind of message.

meta-error-131049-what = Meta did not deliver it, so as not to tire the person.
meta-error-131049-means = Meta limits how many marketing messages each person gets, from all businesses together. The number was not punished. Numbers of the United States (+1) get no marketing since April 1, 2025.
meta-error-131049-steps =
    Wait at least 24 hours before you send this person marketing again.
    Utility messages and answers to people who wrote are not affected.

meta-error-131050-what = The person wants no more marketing from this business.
meta-error-131050-means = They stopped marketing messages in WhatsApp. The choice is theirs and holds until they undo it.
meta-error-131050-steps =
    Take the person off the marketing lists.
    Do not send from another of your numbers: the choice holds for the business.

meta-error-131051-what = This kind of message is not supported.
meta-error-131051-means = When sending: the type does not exist or does not fit here. In an incoming message: the person sent what the API does not pass on, such as a poll; its content does not arrive.
meta-error-131051-steps =
    When sending, correct the field type.
    When receiving, ask the person to write it as text.

meta-error-131052-what = Meta could not download the media.
meta-error-131052-means = The link's file did not answer, asks for a login, or has a type that Meta does not take. The message was not sent.
meta-error-131052-steps =
    Open the link in a private window: it must answer without a login.
    Check the size: images to 5 MB, audio and video to 16 MB, documents to 100 MB.
    Or upload the file to Meta first and use its id.

meta-error-131053-what = Meta did not take the uploaded file.
meta-error-131053-means = The upload of the media failed: its type does not match the content, the file is too large or broken.
meta-error-131053-steps =
    Check the declared type against the content: images as 8-bit JPEG or PNG, stickers as WebP.
    Check the size: images to 5 MB, audio and video to 16 MB, documents to 100 MB, stickers to 100 KB (animated 500 KB).

meta-error-131055-what = The marketing API does not take this method.
meta-error-131055-means = The call went to marketing_messages with what only the ordinary send takes; only templates go there.
meta-error-131055-steps =
    Send by messages, or send a marketing template.

meta-error-131059-what = The page's cursor is not valid.
meta-error-131059-means = A list of templates or groups was asked for with an after or before that Meta does not recognise, since v24.
meta-error-131059-steps =
    Begin the list again without a cursor, and use only those that it returns.

meta-error-131062-what = This message needs the person's phone number.
meta-error-131062-means = The recipient was given by user id (BSUID), and authentication templates go to a phone number only.
meta-error-131062-steps =
    Ask for the phone number with the button REQUEST_CONTACT_INFO and send to it.

meta-error-131063-what = Marketing is turned off on the Cloud API for this account.
meta-error-131063-means = The WABA has disable_marketing_messages_on_cloud_api: marketing templates do not leave by the ordinary send.
meta-error-131063-steps =
    Send by marketing_messages, or turn that setting of the WABA off.

meta-error-137000-what = The person's identity has changed.
meta-error-137000-means = The message carried the identity key of before, and the present one is another: the person may have changed phones, or the number its owner.
meta-error-137000-steps =
    Confirm that it is still the same person before you send anything confidential.
    Send again with the new key, which comes by webhook (identity_key_hash).
