# Erasing data.

tab-erasure = Erase data
erasure-lead = Erase from Farol a person who asked for it, somebody who uses this console, or the whole company. It can't be undone.
erasure-goes = What goes
erasure-stays = What stays

erase-user = Erase a WhatsApp user
erase-user-lead = Somebody who talked with this company's numbers and asked to be forgotten.
erase-user-goes = Messages, name, the number in every spelling and this person's other ids, from the ledger, the inbox, the database's log files and memory. The ninth digit does not matter.
erase-user-stays = Totals by hour, which don't say whose they are, and other people's messages. What is at Meta or on a phone does not change, and a new message of this person comes in like any other. Older backups are erased again when they are restored with the journal of erasures, which is kept beside them and in the data folder.
erase-user-id = Phone number or id
erase-user-hint = With the country's code, as in +55 11 98765-4321; or Meta's id, as in BR.13491208655302741918.
erase-user-again = The number or id once more
erase-user-do = Erase this user

erase-person = Erase a person of the console
erase-person-lead = Somebody who signs in to Farol and no longer will. Who was invited and never came goes under People, by revoking the invitation.
erase-person-goes = Name, e-mail, password, sessions, links, invitations, mails sent and notice choices.
erase-person-stays = The audit log, with an id in place of the name. The e-mail is free for a new invitation.
erase-person-id = Person
erase-person-again = Type their name
erase-person-do = Erase this person

erase-tenant = Erase { $tenant }
erase-tenant-lead = Everything that Farol keeps of this company. The keys that protect its secrets are destroyed first.
erase-tenant-goes = Accounts, numbers, history, notices, messages, tokens, and the people who are in this company only.
erase-tenant-at-meta = What is undone at Meta
erase-tenant-no-accounts = Nothing: no account is connected.
erase-tenant-accounts = Farol ends the webhook subscription of these accounts and drops their tokens. The numbers go on working; to take the app's permission away, too, the account's owner removes it in Meta's business settings.
erase-tenant-stays = The audit log and the record that it was erased, with ids only.
erase-tenant-again = Type { $tenant } to confirm
erase-tenant-do = Erase the company

erasures = Requests
erasures-lead = What was asked for in this company. Of whom it was, nobody knows any more.
erasures-none = No request so far.
erasure-whom = What was erased
erasure-when = Asked for
erasure-by = By
erasure-state = State
erasure-outcome = What went
erasure-of-user = WhatsApp user
erasure-of-person = Person of the console
erasure-of-tenant = Company
erasure-of-facebook-user = Person at Facebook
erasure-of-keys = Keys of the company
erasure-done = Done on { $when }
erasure-under-way = Under way
erasure-bodies = { $n ->
    [one] { $count } webhook rewritten
   *[other] { $count } webhooks rewritten
}
erasure-messages = { $n ->
    [one] { $count } message sent
   *[other] { $count } messages sent
}
erasure-written = { $n ->
    [one] { $count } message received
   *[other] { $count } messages received
}
erasure-rows = { $n ->
    [one] { $count } other row
   *[other] { $count } other rows
}
erasure-unsubscribed = { $n ->
    [one] { $count } account without webhooks at Meta
   *[other] { $count } accounts without webhooks at Meta
}
erasure-still-subscribed = { $n ->
    [one] { $count } account that Meta did not let go
   *[other] { $count } accounts that Meta did not let go
}
erasure-nothing = Nothing was found

erasure-asked = The request is kept and being done.
erasure-asked-next = Keep this address: it tells whether it is done, and may be given to who asked. Farol does not show it again.
erasure-no-id = This is no number and no id.
erasure-no-id-next = Nothing was erased. Write the number with its country's code, or copy the whole id.
erasure-differs = The confirmation does not match.
erasure-differs-number = Nothing was erased. Write the same number both times.
erasure-differs-name = Nothing was erased. Write the name exactly as it is shown.
erasure-own-number = This number is the company's own.
erasure-own-number-next = Nothing was erased. A connected number goes with the company, not as its customer.
erasure-elsewhere = This person is also in another company, or answers for the installation.
erasure-elsewhere-next = Nothing was erased. Take away their part here, in People, or ask who answers for the installation.

erasure-status = Request to delete data
erasure-is-done = The data was erased.
erasure-is-done-at = Done on { $day } { $month } { $year }, { $time } ({ $zone }).
erasure-is-under-way = The request was received and is being done.
erasure-is-under-way-next = It usually takes a few minutes. Come back to this address to see.
erasure-status-about = This page shows the state of the request only. It neither keeps nor shows whose it is.
