health-lead = Cada peça que a Meta consulta antes de aceitar um envio. Uma peça bloqueada para tudo que depende dela.
whole-unread = Geral: sem leitura.
whole-blocked = Geral: Bloqueado.
whole-limited = Geral: Limitado.
whole-unsure = Geral: não se sabe ao certo.
whole-available = Geral: Disponível.
health-ask-meta = Qualquer erro listado nesta página deve ser tratado diretamente com a Meta, pois ela é a responsável pelos dados e qualificações apresentados.
health-replicates = Nosso sistema apenas replica as informações fornecidas pela Meta, sem realizar alterações ou interpretações adicionais.
treat-with-meta = Tratar com a Meta
chain = Cadeia de envio
chain-about = Do portfólio ao modelo, na ordem em que um depende do outro.
error-remark = Informação da Meta
error-none = nenhum
translated = Tradução do Farol
sip = Chamadas por SIP
conseq = O que cada bloqueio causa
conseq-about = As linhas de WABA e Business Manager são as da descrição do produto; as demais e o recebimento são conclusões do Farol, marcadas como cálculo. A Meta não informa nada sobre recebimento.
conseq-entity = Peça
conseq-state = Situação
conseq-start = Iniciar conversa
conseq-reply = Responder em 24 h
conseq-receive = Receber
conseq-now = Agora
effect-works = Sim
effect-unknown = A Meta não informa
effect-other-templates = Só com outros modelos
effect-depends = Depende do motivo
effect-limited = Com limitação
effect-no-webhooks = Sem webhooks
effect-not-this-app = Não, por este app
effect-not-this-number = Este número, não
effect-stopped = Não
follows-app-blocked = Por este app não se envia, e os webhooks deixam de chegar. Outro app da mesma conta segue.
follows-number-blocked = Este número não envia. Os outros números da conta seguem.
follows-template-blocked = Este modelo não pode ser enviado. Os outros modelos e as respostas seguem.
follows-limited = O envio segue, com a limitação que a Meta descreve.
what-is-can = O que é isto
what-available = A Meta não vê impedimento para enviar.
what-limited = Há uma restrição, que a Meta descreve ao lado da peça.
what-blocked = A Meta não aceita envios por esta peça e diz o erro ao lado.
translated-not-connected = O número não está conectado à WhatsApp Business Platform.
translated-register = Registre o número e tente de novo.
translated-approved-only = Um modelo só pode ser enviado depois de aprovado.
translated-edit-or-appeal = Edite o modelo ou conteste a decisão da análise.
translated-payment = Há um erro na forma de pagamento. Ele impede as conversas iniciadas pela empresa.
translated-payment-add = Houve um erro na forma de pagamento. Adicione uma nova forma de pagamento à conta.
translated-unverified = A empresa não passou na verificação.
translated-paused = O modelo está pausado por baixa qualidade.
translated-edit-quality = Edite o modelo para melhorar a qualidade e tente de novo depois da aprovação.
translated-name-pending = O nome de exibição ainda não foi aprovado. O limite sobe depois da aprovação.
templates-well = { $n ->
    [one] { $count } modelo disponível
   *[other] { $count } modelos disponíveis
}
count-pending = { $n ->
    [one] { $count } número ainda não registrado não entra nesta soma.
   *[other] { $count } números ainda não registrados não entram nesta soma.
}
whole-of-blocked = Com bloqueio: { $list }.
whole-of-limited = Com limitação: { $list }.
whole-of-strange = Em estado que o Farol não conhece: { $list }.
whole-of-unread = Sem leitura: { $list }.
whole-of-old = Com leitura antiga: { $list }.
whole-of-failing = A leitura falha: { $list }.
some-businesses = { $n ->
    [one] { $count } Business Manager
   *[other] { $count } Business Managers
}
some-wabas = { $n ->
    [one] { $count } WABA
   *[other] { $count } WABAs
}
some-apps = { $n ->
    [one] { $count } App
   *[other] { $count } Apps
}
some-numbers = { $n ->
    [one] { $count } número
   *[other] { $count } números
}
some-templates = { $n ->
    [one] { $count } modelo
   *[other] { $count } modelos
}
some-entities = { $n ->
    [one] { $count } outra peça
   *[other] { $count } outras peças
}
whole-able = { $n ->
    [one] Pode iniciar conversas: { $able } de { $count } número ativo.
   *[other] Podem iniciar conversas: { $able } de { $count } números ativos.
}
now-some = { $word } em { $part } de { $count } números
now-none-active = Nenhum número ativo
templates-unread = { $n ->
    [one] { $count } modelo sem leitura
   *[other] { $count } modelos sem leitura
}
translated-disabled = O modelo está desativado por baixa qualidade.
translated-create = Crie um novo modelo com outro conteúdo.
history = Últimos 30 dias
history-about = Um traço por dia, com o pior estado do dia. Cheio: Disponível. Médio: Limitado. Curto: Bloqueado. Tracejado: sem leitura. Vazado: estado que o Farol não conhece. A porcentagem é a parte do tempo lido em que a Meta dizia Disponível.
history-members = Quais são
history-left = { $n ->
    [one] Mais { $count } linha não cabe aqui: é das que estiveram mais tempo disponíveis.
   *[other] Mais { $count } linhas não cabem aqui: são das que estiveram mais tempo disponíveis.
}
history-times = Quando não esteve disponível
history-times-none = Em nenhum momento lido destes 30 dias.
history-over = { $kind } { $name }: { $state } por { $length }
history-lasts = { $kind } { $name }: { $state } há { $length }
history-more = { $n ->
    [one] Mais { $count } período antes destes
   *[other] Mais { $count } períodos antes destes
}
percent-of = { $count }%
numbers-well = { $n ->
    [one] { $count } número conectado e disponível
   *[other] { $count } números conectados e disponíveis
}
checked-waiting = { $n ->
    [one] Conferindo desde as { $time }.
   *[other] Conferindo desde as { $time }: { $done } de { $count } peças lidas.
}
checked-wait = O que falta é lido assim que a cota da Meta permitir. Esta página se atualiza sozinha.
checked-wait-token = O que falta não é lido: o Farol não guarda um token desta conta. Conecte-a de novo em Conexão.
checked-wait-asked = O que falta está sendo lido. Esta página se atualiza sozinha.
checked-wait-failing = A leitura anterior falhou: { $reason }. Está sendo tentada de novo; esta página se atualiza sozinha.
checked-done = { $n ->
    [one] Conferido às { $time }: { $count } peça lida.
   *[other] Conferido às { $time }: { $count } peças lidas.
}
checked-partly = { $n ->
    [one] Conferido às { $time }.
   *[other] Conferido às { $time }: { $done } de { $count } peças lidas; as outras falharam.
}
checked-none = Conferido às { $time }: a leitura falhou.
checked-templates = { $n ->
    [one] { $done } de { $count } modelo lido.
   *[other] { $done } de { $count } modelos lidos.
}
checked-same = Nada mudou.
checked-changed = { $n ->
    [one] { $count } mudança:
   *[other] { $count } mudanças:
}
