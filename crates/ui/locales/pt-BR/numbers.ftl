# Números e limites: the list, its filters and details, and the words of Meta's values.

numbers-lead = { $n ->
    [0] Nenhum número ainda. O limite de 24 h é do portfólio.
    [one] { $count } número. O limite de 24 h é do portfólio: todos os números gastam do mesmo saldo.
   *[other] { $count } números. O limite de 24 h é do portfólio: todos os números gastam do mesmo saldo.
}
numbers-list = Lista de números
numbers-shown = { $n ->
    [one] { $shown } de { $count } número
   *[other] { $shown } de { $count } números
}
numbers-none = Nenhum número conectado
numbers-none-next = Conecte um número para ver qualidade, limite e saúde em um só lugar.
search = Buscar número
search-hint = Nome, número ou ID
nothing-search = Nada para “{ $query }”
nothing-filter = Nenhum número neste filtro
show-all = Mostrar todos
filter-all = Todos
filter-attention = Pedem atenção
filter-active = Ativos
filter-pending = Pendentes
details-of = Detalhes de { $number }
in-use = em uso
not-in-use = fora de uso
in-use-about = Em uso: mensagem ou status visto nos últimos 7 dias (cálculo do Farol)
number-id = ID do número
what-now = O que está acontecendo
registration = Cadastro na Meta
sources = Procedência

field-phone = Número
field-status = Estado
field-quality = Qualidade
field-can-send = Pode enviar
field-name = Nome de exibição
field-name-status = Nome
field-limit = Limite
field-portfolio-limit = Limite do portfólio
field-throughput = Vazão
field-pin = PIN
field-official = Oficial
field-in-use = Uso
field-platform = Plataforma
field-verification = Verificação
field-account-mode = Modo

status-connected = Conectado
status-flagged = Sinalizado
status-restricted = Restrito
status-rate-limited = Limitado por volume
status-banned = Banido
status-pending = Pendente
status-unverified = Não verificado
status-disconnected = Desconectado
status-migrated = Migrado
status-deleted = Excluído
status-unknown = Ainda não definido pela Meta
quality-green = Verde
quality-green-level = alta
quality-yellow = Amarelo
quality-yellow-level = média
quality-red = Vermelho
quality-red-level = baixa
quality-unknown = Ainda não definida pela Meta
why-yellow = Por que a qualidade está média
why-red = Por que a qualidade está baixa
why-other = Motivos que a Meta informa
why-of-whom = Motivos que as pessoas deram ao bloquear { $number }
why-none = A Meta não informou motivos.
reasons-more = { $n ->
    [one] mais { $count } número
   *[other] mais { $count } números
}
reason-no-longer-needed = Não é mais necessário
reason-did-not-sign-up = Não me inscrevi
reason-spam = Spam
reason-offensive = Mensagens ofensivas
reason-none = Nenhum motivo
can-available = Disponível
can-limited = Limitado
can-blocked = Bloqueado
name-approved = Aprovado
name-available-without-review = Disponível sem análise
name-declined = Recusado
name-expired = Vencido
name-pending-review = Em análise
name-none = Sem nome
name-non-exists = Sem nome
throughput-standard = Padrão
throughput-standard-most = até 80/s
throughput-high = Alta
throughput-high-most = até 1.000/s
throughput-not-applicable = Não se aplica
throughput-rule = Regra da Meta, não leitura
limit-unlimited = Ilimitado
limit-untiered = Sem nível
limit-not-set = Ainda não definido pela Meta
limit-of-portfolio = do portfólio:
pin-on = Ativo
pin-off = Sem PIN
official-yes = Sim
official-no = Não
