# Links for clients: who has no account connects the number. First what its maker sees, then what is
# seen by who opens it.

handover-entry = I am not the one who clicks: make a link for the client
handover-title = Links for clients
handover-lead = Each link lets one person without an account choose the number's situation and log in with Facebook, and nothing else.
handover-make = New link
handover-make-about = The address is shown only once. Send it to whoever manages the client's Business Manager.
handover-make-button = Make link
handover-label = Client
handover-counts = Valid for
handover-days = { $n ->
    [one] { $count } day
   *[other] { $count } days
}
handover-no-label = The client's name is missing
handover-no-label-next = Write 1 to { $count } characters.
handover-made = Link for { $label } made
handover-made-about = Copy it now: Farol keeps only a digest of the address and can't show it again.
handover-address = Address
handover-message-label = Text to send
handover-message = To connect your company's WhatsApp to { $tenant }, open this address on the computer of whoever manages the Business Manager: { $url } It is valid until { $when }, for one browser only.
handover-copy-message = Copy text
handover-copied-message = Text copied.
handover-list = Links made
handover-none = No links yet
handover-none-next = Make one above for a client to connect their own number.
handover-about = A link serves one browser, until a login is connected or its time is over. Revoking undoes nothing that the client began: a login on its way goes on in Connection, with you. Links stay here for 90 days after they end.
handover-state = State
handover-by = made by { $person } on { $time }
handover-until = until { $when }
handover-ended = would have ended on { $when }
handover-revoke = Revoke
handover-was-revoked = Link revoked
handover-was-revoked-next = Whoever has it can do nothing more with it. A login that was begun goes on in Connection.
handover-waiting = Waiting to be opened
handover-opened = Opened
handover-under-way = Under way
handover-connected = Connected
handover-used = Used
handover-expired = Expired
handover-revoked = Revoked

signup-begun-here = begun on { $time }
signup-begun-by-link = begun by the link “{ $label }” of { $person } on { $time }
signup-begun-by-gone-link = begun by a link of { $person } on { $time }
refusal-link-over = This link is no longer valid. Ask whoever sent it for another.

guest-title = Connect your WhatsApp number
guest-lead = { $tenant } asked you to connect your company's number. You need no account here.
guest-until = This link is valid until { $when }.
guest-begin-title = Before you begin
guest-begin-about = You choose the number's situation, see what to prepare, and log in with Facebook in a Meta window.
guest-begin = Begin in this browser
guest-one-browser = The link stays with the browser in which you begin. Use the computer on which you will log in.
guest-situation = First say in which situation the number is: each has its own preparation.
guest-situation-find = Choose the situation
guest-continue-about = Meta's window opens only on the next page.
guest-maker-decides = Whoever sent the link decides this. Talk to them.
guest-under-way = A login of this link is under way. Follow it on this page.
guest-too-many = This link has made all the attempts it may. Ask whoever sent it for another.
guest-done = Done: the number is connected
guest-done-next = { $tenant } receives its messages now. You can close this page.
guest-ended-next = Nothing more can be done by this link. What you began goes on with { $tenant }.
guest-revoked = This link was revoked
guest-expired = This link has expired
guest-ask-again = Ask whoever sent it for another.
guest-unknown = There is no link at this address
guest-not-here = Open the link that you were sent
guest-not-here-next = This browser holds no link. Open the address that you were sent once more; if it leads back here, allow cookies for this site.
guest-elsewhere = This link is in use in another browser
guest-elsewhere-next = Go on in the browser where it was begun, or ask whoever sent it for another.
guest-used = This link was used
guest-used-next = The number was connected by it. To connect another, ask for another link.
guest-many-looks-next = Wait a few minutes and open the link again.
