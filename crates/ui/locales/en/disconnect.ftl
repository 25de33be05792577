# Disconnecting a WABA.

disconnect-see = Disconnect…
disconnect-follow = Being disconnected…
disconnect-title = Disconnect this WABA
disconnect-nothing = Nothing: Farol changed nothing at Meta for this WABA that can or should be undone.
disconnect-of-number = { $what }: { $name }
disconnect-forgets-callback = The own webhook address and the app secret, if it was connected by hand.
disconnect-ends-notices = Open notices of this WABA and its numbers end, and stay in the list with that reason.
disconnect-ends-logins = A login of this WABA that is under way ends.
disconnect-keeps-registration = The numbers stay registered on the Cloud API.
disconnect-keeps-pin = The two-step PIN stays on each number at Meta. Farol keeps the one it knows, encrypted, for a new connection, and shows it to nobody: to register the number elsewhere, change the PIN or turn it off in WhatsApp Manager.
disconnect-keeps-callback = The webhook of the app { $app } at Meta: as long as it points to this Farol, it calls an address that answers no more, for other WABAs of that app too. Change or remove it in the app's dashboard, under WhatsApp, Configuration.
disconnect-keeps-history = The record of what changed, the notices and the audit log.
disconnect-do = Disconnect
disconnect-changed = What would be undone has changed since this page was opened, and nothing was done. Look again before you confirm.
disconnect-busy = A login of this WABA is being abandoned. Nothing was done: try again when the clean-up is over.
disconnect-going = The WABA is being disconnected. This goes on by itself, even with the page closed.
disconnect-not-yet = Meta did not answer as it should. Farol tries again by itself; until then the WABA stays connected.
disconnect-steps = What is done
disconnect-frees = Forget the token and what was read: the WABA is free
disconnect-freed-at = Done on { $time }.
disconnect-again = See how far it is
disconnect-done = The WABA was disconnected.
disconnect-partly = The WABA was disconnected, but something stayed at Meta.
disconnect-stays = What stays
disconnect-left-about = What Meta did not let be undone stays there. Whoever runs the WABA can remove the app in WhatsApp Manager.
