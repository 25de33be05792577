# People, companies, invitations and forgotten passwords.

tab-settings = Your account
tab-people = People
tab-audit = Audit log
tab-tenants = Companies
session-place = From

people-lead = Who takes part in this company in Farol, and with which role.
people-actions = Actions
people-self = you
people-last-owner = The only owner: make somebody else an owner before leaving or changing role.
people-remove = Remove
people-leave = Leave the company
people-remove-about = { $name } stops seeing this company at once. What the person did stays in the log.
people-leave-about = You, { $name }, stop seeing this company at once. Only an owner can invite you again.
members = Members
members-lead = A new role counts from the next page that the person opens.
role-of = Role of { $name }
role-change = Save
role-changed = Role changed.
role-changed-next = It counts already.
member-removed = The person takes no part in this company any more.
member-removed-next = Their sessions here have ended, and the invitations they made count no more.
last-owner = This company would be left without an owner.
last-owner-next = Nothing was changed. Make somebody else an owner first.
last-answering = The installation would be left without anybody who answers for it.
last-answering-next = Nothing was changed. Whoever runs the server names somebody else first, with farol user add --owner.
roles-about = What each role may do

invite = Invite
invite-lead-mail = Farol mails a link that counts once, for 7 days.
invite-lead-copy = Farol shows a link that counts once, for 7 days. Hand it over yourself: no mail server is configured.
invite-send = Invite
invited = { $email } is invited.
link-mailed = The mail server took the link for { $email }.
link-shown = Copy the link and hand it to { $email }. It will not be shown again.
link-not-mailed = The mail server did not take the message. Copy the link and hand it to { $email }; it will not be shown again.
link-copy = Link of the invitation
no-address = This can't be an e-mail address.
no-address-next = Nothing was sent. Check it and try again.
already-member = This person takes part in the company already.
already-member-next = Nothing was sent. Change the role in the list below.
invitations = Open invitations
invitations-lead = A new link takes the place of the one before.
invitation-link = Link
invitation-by = Invited by { $name }
invitation-mailed = sent { $when }
invitation-shown = shown to be copied
invitation-until = counts until { $when }
invitation-ended = ended { $when }
invitation-renew = New link
invitation-revoke = Revoke
invitation-revoked = Invitation revoked.
invitation-revoked-next = Its link counts no more, and the address is gone from Farol.

tenants-lead = The companies of this installation. Each sees only what is its own; whoever runs the installation sees here only how much there is.
tenants-about = An owner invites the other people of their own company.
tenant-add = New company
tenant-add-lead-mail = Farol mails the first owner a link that counts once, for 7 days.
tenant-add-lead-copy = Farol shows a link for the first owner, which counts once, for 7 days. Hand it over yourself.
tenant-add-do = Create company
tenant-owner-email = E-mail of the first owner
tenant-added = The company was created, and { $email } is invited.
tenant-no-name = The company needs a name.
tenant-no-name-next = { $n ->
    [one] It may have up to { $count } character. Nothing was created.
   *[other] It may have up to { $count } characters. Nothing was created.
}
tenant-has-owner = This company has an owner already.
tenant-has-owner-next = Nothing was sent. The owner invites the other people.
tenant-created = Created
tenant-people = People
tenant-accounts = Connected accounts
tenant-owned = has an owner
tenant-unowned = no owner yet
tenant-invited = { $email }: the link counts until { $when }
tenant-invite-owner = Invite
tenant-owner-of = E-mail of who is to own { $name }

invited-title = Invitation to { $tenant }
invited-by = { $name } invited you to take part in { $tenant } in Farol.
invited-by-nobody = You are invited to take part in { $tenant } in Farol.
accept = Accept
accept-join = Create account and accept
accept-join-about = The link counts once. From then on, log in with this e-mail and your password.
accept-known = This e-mail has an account in Farol already. Type its password to accept.
accept-wrong = The password is wrong.
accept-wrong-next = Check it and try again. After several attempts there is a pause.
accept-other = You are in the account of { $name }.
accept-other-next = The invitation is for another e-mail. Log out and open the link again.
accept-sign-in = This account has no password yet.
accept-sign-in-next = Log in by the link that you were given, and open this invitation again.
name-missing = Type your name.
name-missing-next = { $n ->
    [one] It may have up to { $count } character.
   *[other] It may have up to { $count } characters.
}

login-password-set = Password set.
login-password-set-next = Log in with it. The sessions that were open have ended.
forgot-link = I forgot my password
forgot-title = I forgot my password
forgot-lead = Farol mails a link to set another. It counts once, for 30 minutes.
forgot-send = Send the link
forgot-asked = Request received.
forgot-asked-next = If this e-mail has an account here, the link arrives in a moment. Look in the spam folder too.
forgot-back = Back to log in
forgot-again = Ask for another link
reset-title = New password
reset-first = Your password
reset-lead = For the account { $email }. Open sessions end.
link-gone = This link counts no more
link-gone-invitation = It was used, has ended or was revoked. Ask whoever invited you for another.
link-gone-password = It was used, has ended or was replaced by another.
link-gone-password-no-mail = It was used, has ended or was replaced. Ask whoever runs the installation for another.
forbidden-role = Your role in { $tenant } is { $role }.
forbidden-ask = Ask { $names } for access.
forbidden-installation = Only whoever runs the installation may open this page.

mail-hello-nobody = Hello.
mail-link-until = The link counts once, until { $when }.
mail-invite-title = Invitation to { $tenant } in Farol
mail-invite-text = { $name } invited you to take part in { $tenant } as { $role }. { $about }
mail-invite-go = See the invitation
mail-invite-why = You get this e-mail because { $name } typed your address in the invitation. If you don't know this person, ignore the message: without the link nothing happens.
mail-reset-title = New password for Farol
mail-reset-text = Somebody asked for a new password for your account. Until you set another, the current one keeps working.
mail-reset-go = Set a new password
mail-reset-why = You get this e-mail because your address was typed in “I forgot my password”. If that was not you, ignore the message.
