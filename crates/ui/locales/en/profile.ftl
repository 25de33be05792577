# WhatsApp profile: the form, its limits, what becomes of a save, the drawing, Meta's lines of business.

profile-lead = What people see when they open this number's profile. When you save, Farol writes it to Meta and reads it back.
profile-number = Number
profile-show = Show profile
profile-none-next = Connect a number to see and edit what your contacts see.

profile-identity = Identity
profile-contact = Contact
profile-photo = Profile photo
profile-photo-of = Profile photo of { $name }
profile-photo-about = The photo that Meta has for this number.
profile-no-photo = No photo
profile-name-hint = Changing it goes through a new review by Meta.
profile-about = About
profile-about-hint = The profile's status: the line under the name. It can't be left empty; Meta does not take that.
profile-description = Description
profile-vertical = Industry
profile-email = E-mail
profile-address = Address
profile-websites = Links
profile-websites-hint = Up to two, beginning with https:// or http://.
profile-website = Link { $nth }
profile-count = { $length } of { $limit }

profile-fault-empty = About can't be left empty.
profile-fault-long = It has { $length } characters; Meta takes up to { $limit }.
profile-fault-email = Write an e-mail address, such as name@company.example.
profile-fault-link = Begin with https:// or http:// and use no spaces.
profile-fault-links = Meta takes up to two links.
profile-fault-vertical = Meta does not take this industry. Choose one from the list.

profile-not-this-role = Your role in this account lets you see the profile, not change it.
profile-not-this-role-next = An owner, administrator or operator of this account can change it.
profile-kept-in-app = This number's profile is kept in the WhatsApp Business app.
profile-kept-in-app-next = The number is used in the app too (coexistence), and from here the profile can only be seen. Change it in the app.
profile-never-read = This number's profile has not been read yet.
profile-never-read-next = Editing opens after the first reading: without it Farol does not know what would be replaced.

profile-saved = Saved to Meta and read back
profile-accepted = Meta accepted the change
profile-accepted-next = The reading back has not come yet. Farol reads the profile again and shows here what Meta has.
profile-faults = { $n ->
    [one] { $count } field to correct
   *[other] { $count } fields to correct
}
profile-faults-next = Nothing was written. What you typed is in the form.
profile-moved = The profile changed at Meta while you were editing
profile-moved-next = What you typed is still in the form. When you save, Farol compares with Meta before writing.
profile-moved-show = See which fields
profile-conflict-next = Nothing was written. The fields below hold your text and, beside it, what Meta has now. Saving again writes yours; to keep the other one, use the field's button.
number-busy = Another change of this number is under way
number-busy-next = Nothing was sent to Meta. Try again in a moment.
profile-not-read = The profile could not be read before writing
profile-not-read-next = Nothing was sent to Meta, and what you typed is in the form. Try saving again.
profile-refused = Meta refused the change
profile-refused-next = Nothing was written: the profile at Meta is as it was. What you typed is in the form; change what Meta points out and save again.
profile-in-doubt = Meta did not confirm: it is not known whether it was written
profile-in-doubt-next = Farol checks what Meta has and shows it here. What you typed is in the form; saving again writes only what still differs.
profile-kept-otherwise = Meta accepted it, but shows another text
profile-kept-otherwise-next = The other fields were saved. The fields below hold your text and, beside it, what Meta shows.
profile-settled = Meta now has what is in the form
profile-reason = Reason: { $reason }.
profile-held-now = Meta has now:
profile-held-empty = nothing in this field
profile-held-yours = The field holds your text.
profile-take = Use Meta's
profile-taken = Meta's text is in the form
profile-taken-next = Nothing was written yet. What you changed in the other fields is still here; save to write it.

profile-unsaved = Changes to the profile
profile-changed = { $n ->
    [one] { $count } field changed
   *[other] { $count } fields changed
}
profile-fix = To save, correct: { $fields }
profile-discard = Discard
profile-save = Save to Meta

profile-preview = Preview of the profile
profile-preview-about = What your contacts see.
profile-preview-note = Farol's preview. It may look different on a phone.

vertical-none = Not set
vertical-auto = Automotive
vertical-beauty = Beauty, spa and salon
vertical-apparel = Clothing and apparel
vertical-edu = Education
vertical-entertain = Entertainment
vertical-event-plan = Event planning
vertical-finance = Finance and banking
vertical-grocery = Food and grocery
vertical-govt = Public service
vertical-hotel = Hotel and lodging
vertical-health = Medical and health
vertical-nonprofit = Non-profit
vertical-prof-services = Professional services
vertical-retail = Shopping and retail
vertical-travel = Travel and transportation
vertical-restaurant = Restaurant
vertical-alcohol = Alcoholic beverages
vertical-online-gambling = Online gambling
vertical-physical-gambling = In-person gambling
vertical-otc-drugs = Over-the-counter drugs
vertical-other = Other
profile-saving = Saving at Meta…
