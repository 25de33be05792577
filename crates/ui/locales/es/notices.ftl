# Avisos: the bell, the list, the rules, the log of mails.

notices = Avisos
notices-unread = { $n ->
    [one] { $count } aviso sin leer
   *[other] { $count } avisos sin leer
}
notices-none = Todavía no hay avisos.
notices-all = Ver todos los avisos
