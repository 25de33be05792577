# Notices: the bell, the list, the rules, the log of mails.

notices = Notices
notices-unread = { $n ->
    [one] { $count } unread notice
   *[other] { $count } unread notices
}
notices-none = No notices yet.
notices-all = See all notices
