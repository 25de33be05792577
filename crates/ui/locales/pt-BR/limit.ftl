# The limit meter: what is used and left, when it comes back, whether more fits, the next level.

used-own = Uso e previsão: cálculo do Farol
used-title = Usado nas últimas 24 h
used-at-least = pelo menos { $used }
used-of = de { $limit }
used-percent = { $percent } % usado
used-left = { $n ->
    [one] resta { $count }
   *[other] restam { $count }
}
used-label = { $used } de { $limit } destinatários
used-share = Parte
used-since = O Farol acompanha este portfólio desde { $since }: o que foi enviado antes não está contado.
used-unwatched = Uso: o Farol ainda não contou nada deste portfólio.
limit-never-read = O limite deste portfólio ainda não foi lido na Meta.
limit-is-unlimited = A Meta não limita este portfólio: não há o que medir, só o que contar.
limit-is-not-set = A Meta ainda não definiu um limite para este portfólio.
limit-is-unknown = A Meta informa o limite “{ $tier }”, que o Farol não conhece: é mostrado como veio e não entra em contas.
open-meter = Ver o medidor
meters-many = Há muitos portfólios nesta página. Abra um deles para ver o medidor inteiro.
meters-portfolio = Portfólio
shares = De que números
shares-others = Outros números
outlook = Previsão
outlook-not-today = Sem risco nas próximas 24 h
outlook-not-today-text = No ritmo das últimas 3 h, o limite não é alcançado.
outlook-reached = Limite alcançado
outlook-reached-text = Pelo que o Farol viu, volta a caber até { $at }, se ninguém mais receber.
outlook-at = Limite previsto para { $at }
outlook-between = No ritmo das últimas 3 h, entre { $earliest } e { $latest }.
outlook-from = No ritmo das últimas 3 h, não antes de { $earliest }.
outlook-maybe = Limite possível a partir de { $earliest }
outlook-maybe-text = No ritmo das últimas 3 h não é alcançado; um pouco acima dele, é.
chart-label = Uso do limite: agora { $used } de { $limit } destinatários. A tabela abaixo traz hora a hora o que volta e o que se prevê.
chart-now = agora
limit-line = Limite:
legend-past = Uso na janela móvel
legend-ahead = Previsão no ritmo atual
legend-limit = Limite informado pela Meta
returns-title = Quando a capacidade volta, hora a hora
returns-until = Até
returns-count = Volta
returns-expected = Uso previsto
returns-band = Entre
returns-most = { $n ->
    [one] Na próxima hora volta { $next }; a hora em que mais volta é de { $from } a { $until }: { $count }.
   *[other] Na próxima hora voltam { $next }; a hora em que mais volta é de { $from } a { $until }: { $count }.
}
band = { $low } a { $high }
send-title = Enviar agora?
send-label = Para quantas pessoas
send-ask = Calcular
send-about = Conta pessoas que não receberam nas últimas 24 h, pelo que o Farol viu. Quem já recebeu não gasta de novo.
send-fits = { $n ->
    [one] Sim: { $send } cabem agora, e resta { $count }.
   *[other] Sim: { $send } cabem agora, e restam { $count }.
}
send-later = { $n ->
    [0] Agora não cabe nenhuma. Há espaço para { $send } o mais tardar em { $at }, se ninguém mais receber.
    [one] Agora cabe { $count }. Há espaço para { $send } o mais tardar em { $at }, se ninguém mais receber.
   *[other] Agora cabem { $count }. Há espaço para { $send } o mais tardar em { $at }, se ninguém mais receber.
}
send-never = Não: { $send } passam do limite de { $most } em 24 h. Divida em mais de um dia.
send-unlimited = Sim: { $send } cabem, porque não há limite.
send-unread = Não dá para dizer: o limite ainda não foi lido.
send-unknown = Não dá para dizer: o limite “{ $tier }” não conta destinatários.
send-unwatched = Não dá para dizer: o Farol ainda não contou o uso deste portfólio.
coach-title = Próximo nível
coach-next = { $n ->
    [one] Para chegar a { $count } destinatário
   *[other] Para chegar a { $count } destinatários
}
coach-next-unlimited = Para chegar a ilimitado
coach-top = Este portfólio já está no nível mais alto.
coach-unknown = O nível de agora não foi lido ou não é um dos que as regras conhecem; por isso o Farol não diz o que falta.
coach-all = A Meta pede tudo isto; quando sobe, é ela quem decide.
coach-any = A Meta pede uma destas coisas; quando sobe, é ela quem decide.
coach-flagged = Enquanto houver número Sinalizado, o nível não sobe, mesmo com o resto feito.
coach-done = Feito
coach-not-done = Falta
coach-not-known = Não se sabe
step-half = Usar metade do limite em 7 dias: pelo menos { $reached } de { $needed } pessoas.
step-numbers = { $n ->
    [0] Qualidade alta em todos os números.
    [one] Qualidade alta em todos os números: { $count } está média ou baixa.
   *[other] Qualidade alta em todos os números: { $count } estão médias ou baixas.
}
step-templates = { $n ->
    [0] Qualidade alta em todos os modelos.
    [one] Qualidade alta em todos os modelos: { $count } está média ou baixa.
   *[other] Qualidade alta em todos os modelos: { $count } estão médias ou baixas.
}
step-connected = Um número conectado.
step-flagged = { $n ->
    [0] Nenhum número Sinalizado.
    [one] Nenhum número Sinalizado: há { $count }.
   *[other] Nenhum número Sinalizado: há { $count }.
}
step-verified = Empresa verificada pela Meta.
step-reach = Alcançar { $people } pessoas em { $days } dias com modelos de qualidade alta.
compared-title = Comparado com a Meta
compared = No dia { $day } a Meta contou { $meta } entregas, o Farol viu { $seen }.
compared-same = No dia { $day } a Meta contou { $meta } entregas, e o Farol viu as mesmas { $seen }.
compared-partly = No dia { $day } a Meta contou { $meta } entregas; o Farol, que acompanha este portfólio desde { $since }, viu { $seen }.
compared-refused = A Meta não deu a contagem dela:
compared-days = Os últimos dias
compared-day = Dia
compared-delivered = Entregas, Meta
compared-seen-delivered = Entregas, Farol
compared-sent = Envios, Meta
compared-seen-sent = Envios, Farol
