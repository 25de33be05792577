# Meta's errors. Registration, verification, onboarding.

meta-error-133000-what = An earlier deregistration did not finish.
meta-error-133000-means = The number is still leaving its former registration, and can't be registered meanwhile.
meta-error-133000-steps =
    During a login, Farol tries again by itself.
    Otherwise wait some minutes, deregister again, and then register.

meta-error-133004-what = Meta's registration server did not answer.
meta-error-133004-means = It passes. The number stays as it was.
meta-error-133004-steps =
    During a login, Farol tries again by itself; each try counts towards the ten in 72 hours.

meta-error-133005-what = The PIN is not the number's.
meta-error-133005-means = The number already has a two-step verification PIN, and the one given is another. The number stays as it was.
meta-error-133005-steps =
    Ask whoever used the number before for the PIN; give it on Connection.
    If nobody knows it, change the PIN in WhatsApp Manager, under Two-step verification.
    Do not guess: many errors lock further tries (133008), and each counts towards the ten in 72 hours (133016).

meta-error-133006-what = The number has to be verified again.
meta-error-133006-means = The proof that you own the number was not given or has expired. Meta does not register without it.
meta-error-133006-steps =
    Ask for a code by SMS or call on Connection; somebody has to be at the phone.
    Give the code without the hyphen; Farol registers then.

meta-error-133008-what = The PIN was wrong too often.
meta-error-133008-means = Meta locked further tries of this number's PIN for a time that its papers do not name. What the number does already does not change.
meta-error-133008-steps =
    Stop trying and get the right PIN from whoever used the number before.
    Or change the PIN in WhatsApp Manager; then give it once on Connection.

meta-error-133009-what = The PIN was tried too fast.
meta-error-133009-means = Meta asks for a pause between tries.
meta-error-133009-steps =
    Wait some minutes and make sure of the PIN before the next try.

meta-error-133010-what = The number is not registered with the Cloud API.
meta-error-133010-means = Without registration the number neither sends nor receives by the API.
meta-error-133010-steps =
    Log in on Connection and choose this number: Farol registers it with its PIN.
    If 14 days have passed since the login, the time to register is over: a new login is needed.

meta-error-133015-what = The number was deleted a moment ago.
meta-error-133015-means = Meta asks for 5 minutes between a deletion and a new registration.
meta-error-133015-steps =
    During a login nothing is to be done: Farol sets the next try.

meta-error-133016-what = Too many registrations of this number in 72 hours.
meta-error-133016-means = Meta takes 10 registrations and 10 deregistrations a number in 72 hours, failed ones included. Trying earlier is of no use.
meta-error-133016-steps =
    During a login nothing is to be done: Farol counts the tries and registers when Meta takes it again.
    Meanwhile settle what made the earlier ones fail, mostly the PIN (133005).

meta-error-136024-what = Meta did not send the verification code.
meta-error-136024-means = Asking for the code failed; subcode or message say why. After many requests the wait is about 12 hours.
meta-error-136024-steps =
    Try the other way: a call instead of SMS, or the reverse.
    Check that the number gets SMS or calls from abroad.

meta-error-136025-what = The verification code is not the right one.
meta-error-136025-means = The code given is not the one that Meta sent, or it has expired.
meta-error-136025-steps =
    Check the six digits of the latest message, without the hyphen.
    If it has expired, ask for another code on Connection.

meta-error-100-2388001-what = Meta has not confirmed the number's ownership or name yet.
meta-error-100-2388001-means = The display name is still being processed (more than 7 days have been reported), ownership was not confirmed or, in a migration, the number still has two-step verification on with its former provider.
meta-error-100-2388001-steps =
    If the name is in review, wait: during a login Farol tries again by itself, earlier if Meta tells.
    If the number comes from another provider, ask them to turn two-step verification off.
    If ownership was not confirmed, ask for a new code on Connection.

meta-error-100-2388012-what = The number is already in a WABA.
meta-error-100-2388012-means = A number can be in one WABA only; this one was added already.
meta-error-100-2388012-steps =
    If it is the right WABA, choose the number during the login instead of adding it.
    If it is in another, delete it there first, or migrate it.

meta-error-100-2388091-what = This number can't be sent a verification code.
meta-error-100-2388091-means = Meta says that the number is not eligible for a code; its text gives the reason where there is one.
meta-error-100-2388091-steps =
    Read Meta's message: a verified number, too many requests and a blocked number need different ways out.
    After many requests, wait about 12 hours and ask once.

meta-error-100-2388093-what = This number can't be sent a verification code.
meta-error-100-2388093-means = Meta says that the number is not eligible for a code; its text gives the reason where there is one.
meta-error-100-2388093-steps =
    Read Meta's message: a verified number, too many requests and a blocked number need different ways out.
    After many requests, wait about 12 hours and ask once.

meta-error-100-2388103-what = The number can't be migrated.
meta-error-100-2388103-means = Meta refuses the migration for one of seven causes; only its text says which.
meta-error-100-2388103-steps =
    Read Meta's message and settle the cause that it names with the former provider.
    Check that two-step verification is off with the former provider.

meta-error-100-2494100-what = The account is in maintenance at Meta.
meta-error-100-2494100-means = Meta is changing something on account or number; the request was not carried out.
meta-error-100-2494100-steps =
    Wait some minutes and try again.

meta-error-100-2593079-what = Meta refused this step of connecting.
meta-error-100-2593079-means = Meta's documentation lists this subcode among the errors of connecting, without describing it. The text that came with it counts.
meta-error-100-2593079-steps =
    Read Meta's message on Connection and do what it asks.
    If it does not help, open a case with Meta and give the fbtrace_id.

meta-error-100-2593085-what = Meta refused this step of connecting.
meta-error-100-2593085-means = Meta's documentation lists this subcode among the errors of connecting, without describing it. The text that came with it counts.
meta-error-100-2593085-steps =
    Read Meta's message on Connection and do what it asks.
    If it does not help, open a case with Meta and give the fbtrace_id.
