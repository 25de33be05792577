# Avisos: the bell, the list, the rules, the log of mails.

notices = Avisos
notices-unread = { $n ->
    [one] { $count } aviso não lido
   *[other] { $count } avisos não lidos
}
notices-none = Nenhum aviso ainda.
notices-all = Ver todos os avisos
