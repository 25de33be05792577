# What stands around the pages: menu, topbar, times, login, problems.

skip = Pular para o conteúdo
nav-label = Navegação
nav-main = Principal
nav-open = Abrir menu
nav-close = Fechar menu
nav-operation = Operação
nav-prepare = Preparar
nav-overview = Visão geral
nav-numbers = Números e limites
nav-health = Status de saúde
nav-profile = Perfil do WhatsApp
nav-watch = Acompanhar
nav-activity = Atividade e avisos
nav-settings = Configurações
nav-red = { $n ->
    [one] { $count } número em vermelho
   *[other] { $count } números em vermelho
}
nav-troubled = { $n ->
    [one] { $count } ponto de atenção
   *[other] { $count } pontos de atenção
}
nav-sandbox = Sandbox
nav-connect = Conexão
switch = Trocar de conta
tenants = Suas contas
accounts-of-tenant = Contas do WhatsApp
all-accounts = Todas as contas
account-line = WABA { $name }
account-lines = { $n ->
    [one] { $count } conta
   *[other] { $count } contas
}
connect-new = Nova conexão
crumbs = Você está em
menu-person = Sua conta
language = Idioma
logout = Sair
theme = Alternar tema claro e escuro
loading = Carregando
live = Ao vivo
no-signal = Sem sinal
no-signal-about = A transmissão ao vivo caiu; o Farol tenta de novo sozinho.
no-signal-since = Sem sinal desde {"{"}time{"}"}: o que está na tela é dessa hora.
signal-back = De volta ao vivo: a tela já mostra o que chegou enquanto isso.
reconnect = Reconectar agora

never-read = Sem leitura
old-reading = leitura antiga
computed = Cálculo
via-read = via consulta
via-webhook = via webhook
via-operator = por uma pessoa no Farol
via-computed = cálculo do Farol
failing-since = Sem leitura nova desde { $since }: { $reason }. Os últimos valores continuam à mostra.
failure-token-dead = a Meta não aceita mais o token
failure-permission-missing = falta uma permissão na Meta
failure-not-found = a Meta não encontra este item
failure-rate-limited = a Meta pediu para esperar
failure-trouble = a Meta está com problemas
failure-refused = a Meta recusou a consulta
failure-unanswered = a Meta não respondeu
failure-unreadable = a resposta da Meta não pôde ser lida

ago-s = há { $count } s
ago-min = há { $count } min
ago-h = há { $count } h
ago-d = { $n ->
    [one] há { $count } dia
   *[other] há { $count } dias
}
span-s = { $count } s
span-min = { $count } min
span-h = { $count } h
took-s = { $count } s
moment = { $day } { $month }, { $time }
moment-to-second = { $day } { $month } { $year }, { $time }
day = { $day } { $month }
day-utc = { $day } { $month } (UTC)
month-1 = jan
month-2 = fev
month-3 = mar
month-4 = abr
month-5 = mai
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = set
month-10 = out
month-11 = nov
month-12 = dez
day-today = Hoje, { $weekday }, { $day } de { $month }
day-yesterday = Ontem, { $weekday }, { $day } de { $month }
day-this-year = { $weekday }, { $day } de { $month }
day-other-year = { $weekday }, { $day } de { $month } de { $year }
weekday-1 = segunda
weekday-2 = terça
weekday-3 = quarta
weekday-4 = quinta
weekday-5 = sexta
weekday-6 = sábado
weekday-7 = domingo
month-full-1 = janeiro
month-full-2 = fevereiro
month-full-3 = março
month-full-4 = abril
month-full-5 = maio
month-full-6 = junho
month-full-7 = julho
month-full-8 = agosto
month-full-9 = setembro
month-full-10 = outubro
month-full-11 = novembro
month-full-12 = dezembro

login = Entrar
installation = Instância
email = E-mail
password = Senha
motto = Veja de longe se está tudo bem.
login-hours = A sessão termina depois de 12 horas.
refresh-asked = Conferência pedida à Meta.
login-wrong = E-mail ou senha não conferem.
login-wrong-next = Confira os dois e tente de novo. Depois de várias tentativas há uma pausa.
login-too-many = Tentativas demais.
login-too-many-next = Espere { $wait } e tente de novo.
login-link-used = Este link já foi usado ou venceu.
login-link-used-next = Entre com e-mail e senha, ou peça um link novo a quem administra a instalação.

problem-400 = O pedido não pôde ser entendido
problem-400-next = Nada foi alterado. Volte e tente de novo.
problem-403 = Você não pode fazer isto
problem-403-next = Seu papel nesta conta não permite esta ação. Peça acesso a quem administra a conta.
elsewhere = O envio não veio do endereço deste Farol
elsewhere-next = Nada foi alterado. Abra o Farol em { $address } e tente de novo ali.
problem-404 = Este endereço não existe
problem-404-next = O item pode ter sido excluído, ou pertence a outra conta.
problem-500 = Esta página não pôde ser feita
problem-500-next = Os dados recebidos da Meta estão guardados e continuam chegando. Tente de novo; se continuar, informe a referência ao suporte.
problem-503 = Esta página não pôde ser feita agora
problem-503-next = Os dados recebidos da Meta estão guardados. Tente de novo em alguns segundos.
problem-reference = Referência
go-overview = Ir para Visão geral

restored = Restaurado de um backup
restored-about = O que chegou entre { $from } e { $until } pode faltar aqui: mensagens, seus status e o que foi alterado no Farol. Todo o resto foi lido de novo da Meta.
unread-address = Este endereço pede algo que o Farol não entende.
unread-address-next = A página mostra o que mostraria sem isso.
