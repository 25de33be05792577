# One number: where it stands and may go, its quality of 30 or 90 days, what to do, its registration.

back-to-list = Voltar para a lista
see-profile = Ver perfil
unread-failing = O Farol tenta ler este número desde { $since } e ainda não conseguiu: { $reason }.
gone = O número pode ter sido excluído na Meta ou levado a outra conta. O que está nesta página é da última leitura.

place = Onde este número está
place-before = Antes
place-now = Agora
place-between = De { $from } a { $until }, por { $length }.
place-until = Até { $until }.
place-until-least = Até { $until }, por pelo menos { $length }.
place-since = Desde { $since }, { $ago }.
place-since-first = Desde antes de { $since }, quando o Farol leu este número pela primeira vez.
place-since-before = Desde antes de { $since }.
place-unchanged = Sem mudança nos últimos { $count } dias.
place-unknown = Desde quando, o Farol não sabe.
place-gone = A Meta deixou de informar o estado em { $since }.
place-unread = O Farol ainda não leu este número. O estado aparece aqui depois da primeira leitura.
place-unsaid = A Meta não informa o estado deste número.
days = { $n ->
    [one] { $count } dia
   *[other] { $count } dias
}

machine-own = Contagem e caminhos: cálculo do Farol
machine-before = { $state }, limite de { $limit }
machine-day = Dia { $day } de { $of }
machine-left = Faltam { $left }.
machine-left-between = Faltam entre { $least } e { $most }: o Farol não viu o começo na hora.
machine-left-most = Faltam no máximo { $left }: o Farol não viu o começo.
machine-days-hours = { $days } e { $hours }
machine-flagged-until = O envio continua. Pela regra, a Meta reavalia até { $ends }.
machine-restricted-until = Novas conversas só depois de { $ends }, pela regra. Responder a quem escrever continua permitido.
machine-ran-out = O prazo da regra passou em { $ends }.
machine-ran-out-still = A Meta ainda informa este estado.
machine-ran-out-unheard = O que veio depois, o Farol ainda não leu.
machine-next = Pode ir para
machine-better = Se a qualidade subir
machine-better-limit = Volta a Conectado, com o limite de { $limit }.
machine-better-how = Volta a Conectado, com o mesmo limite.
machine-worse = Se continuar baixa
machine-worse-limit = Volta a Conectado, e a Meta pode reduzir o limite para { $limit }.
machine-worse-either = Volta a Conectado, e a Meta pode reduzir o limite: para { $number } pelos níveis por número, para { $portfolio } pelos do portfólio.
machine-worse-how = Volta a Conectado, e a Meta pode reduzir o limite para o próximo nível.
machine-free = Quando o prazo passar
machine-free-limit = Volta a iniciar conversas, no limite de { $limit }.
machine-free-how = Volta a iniciar conversas, no limite de mensagens.
when-between = algum momento entre { $after } e { $by }
when-before = algum momento antes de { $by }
past-title = O que aconteceu das outras vezes
past-when = Começo: { $from }. Fim: { $until }.
past-kept = Voltou a Conectado, com o mesmo limite: { $after }.
past-next-lower = Voltou a Conectado, com o limite do próximo nível: de { $before } para { $after }.
past-lower = Voltou a Conectado, com limite menor: de { $before } para { $after }.
past-higher = Voltou a Conectado, com limite maior: de { $before } para { $after }.
past-unknown = Voltou a Conectado. Limite antes: { $before }; depois: { $after }.
past-limit-unknown = não conhecido
past-other = Passou a { $state }.
past-unsaid = A Meta deixou de informar o estado.

days-choose = Período da página
days-choice = { $count } dias
quality-days = Qualidade nos últimos { $count } dias
own-history = Histórico guardado pelo Farol
band-part = { $quality } por { $length }
band-marks = Marcas na faixa
band-unknown = Desconhecida
band-not-shown = Não mostrado aqui
band-now = agora
band-today = hoje, { $day }
marks-none = Nenhuma mudança de estado, qualidade, limite, nome ou envio foi vista nestes { $count } dias.
marks-more = { $n ->
    [one] Mais { $count } mudança antes destas
   *[other] Mais { $count } mudanças antes destas
}
marks-more-least = { $n ->
    [one] Mais { $count } mudança antes destas, ou mais
   *[other] Mais { $count } mudanças antes destas, ou mais
}
marks-older = Há mudanças mais antigas, que esta faixa não mostra
see-table = Ver como tabela
table-from = De
table-until = Até
table-length = Duração

lane = O que acontecia enquanto isso
lane-lead = Envios, falhas, saídas e mudanças de modelos que o Farol viu, dia a dia. A Meta não diz a causa de uma queda; isto é o que havia ao lado.
lane-none = O Farol não viu mensagens deste número neste período.
lane-drawn = Barras por dia; os valores estão na tabela
lane-day = Dia
lane-figures = { $all } no total, até { $most } em um dia
lane-marketing = Marketing enviadas
lane-utility = Utilidade enviadas
lane-authentication = Autenticação enviadas
lane-service = Atendimento enviadas
lane-other = Enviadas sem categoria
lane-delivered = Entregues
lane-read = Lidas
lane-failed = Falhas
lane-received = Recebidas
lane-opt-out = Saídas do marketing
lane-opt-in = Voltas ao marketing
lane-templates = Mudanças de modelos
fall-heading = O que mudou nas 48 horas antes de cada queda
fall-hours = As contagens são por hora: a hora da queda entra inteira.
fall-title = De { $before } para { $after }
fall-counts = { $then } nas 48 h antes; { $before } nas 48 h anteriores
fall-templates = Modelos
fall-nothing = O Farol não viu mensagens nem mudanças de modelos nessas horas.
fall-none = A qualidade não caiu neste período.
fall-more = { $n ->
    [one] e mais { $count } mudança de modelo
   *[other] e mais { $count } mudanças de modelos
}
past-days = Antes deste período, dia a dia
past-days-worst = pior do dia: { $quality }

todo = O que fazer
advice-lead = Os motivos dos bloqueios ajudam a identificar padrões de rejeição, como mensagens consideradas irrelevantes, excesso de envios ou conteúdos percebidos como indesejados. Com base nisso:
advice-reply = Responda a quem escrever
advice-reply-how = Enquanto o status estiver em Restrito, você não poderá enviar novas mensagens dentro de 24 horas. Você ainda pode responder a quaisquer mensagens que os clientes enviarem.
advice-templates = Ajuste os modelos de mensagem
advice-audience = Melhore a segmentação do público
advice-practices = Reduza práticas que aumentam o risco de bloqueios

health-of-number = Saúde deste número
health-above = Acima deste número, limitado ou bloqueado:
see-health = Ver Status de saúde
in-app-yes = Sim
in-app-no = Não

changes = O que mudou
changes-none = O Farol não viu mudança nos últimos { $count } dias.
changes-unread = Nada a comparar ainda: o Farol não leu este número.
changes-shown = { $n ->
    [one] { $shown } de { $count } mudança
   *[other] { $shown } de { $count } mudanças
}
changes-shown-least = { $n ->
    [one] { $shown } de mais de { $count } mudança
   *[other] { $shown } de mais de { $count } mudanças
}
changes-all = Ver tudo em Atividade
change-by = por { $name }
quality-since = Qualidade desde a primeira leitura
quality-since-about = Este número é lido { $ago }. A faixa cresce até { $count } dias.
