# Notices: the bell, the list, the rules, the log of mails.

notices = Avisos
notices-unread = { $n ->
    [one] { $count } aviso não lido
   *[other] { $count } avisos não lidos
}
notices-none = Nenhum aviso ainda.
notices-all = Ver todos os avisos
notices-mark-seen = Marcar como lidos
notices-marked = Avisos marcados como lidos.
notice-unread = não lido

tabs = Seções
tab-timeline = Linha do tempo
tab-notices = Avisos
tab-rules = Quando avisar
tab-log = Registro de envios

notices-lead = O que pede a sua atenção, desde quando, e quem já está ciente.
notices-open = Abertos
notices-open-none = Nada em aberto
notices-open-none-next = Quando algo pedir atenção, aparece aqui e no sino, e fica até se resolver.
notices-open-cut = Aqui estão os { $listed } mais recentes; os outros aparecem à medida que estes se encerram.
notices-ended = Encerrados
notices-ended-none = Nenhum aviso encerrado ainda.
notices-older = Mais antigos
notices-start = Voltar ao início
notices-pages = Páginas dos avisos
notice-since = Desde { $when }
notice-at = Em { $when }
notice-resolved = Resolvido sozinho em { $when }, depois de { $span }
notice-ended-disconnected = Encerrado em { $when }, depois de { $span }: a WABA foi desconectada no Farol
notice-ended-reconnected = Encerrado em { $when }, depois de { $span }: a WABA foi reconectada
notice-acknowledge = Estou ciente
notice-acknowledged = { $name } está ciente desde { $when }
notice-advice = O que fazer
notice-go-number = Ver o número
notice-go-limits = Ver números e limites
notice-go-health = Ver status de saúde
notice-go-connect = Ver a conexão
notice-go-timeline = Ver na linha do tempo
notice-used = Pelo menos { $used } de { $limit } destinatários em 24 horas
notice-missed-webhook = webhook que faltou: { $field }
somebody = Alguém
notice-meta-said = A Meta disse:

notice-quality-low = Qualidade baixa
notice-quality-low-about = A Meta classifica a qualidade como baixa. Contam os últimos 7 dias, e os mais recentes pesam mais.
notice-quality-low-advice = Ajuste os modelos de mensagem, melhore a segmentação do público e reduza práticas que aumentam o risco de bloqueios. Se a qualidade continuar baixa, a Meta pode sinalizar o número e reduzir o limite.
notice-quality-medium = Qualidade média
notice-quality-medium-about = A Meta classifica a qualidade como média. Contam os últimos 7 dias, e os mais recentes pesam mais.
notice-quality-medium-advice = Veja os motivos na página do número e o que mudou nas 48 horas anteriores. Ajuste modelos e público antes que a qualidade caia mais.
notice-flagged = Número sinalizado
notice-flagged-about = A Meta sinalizou o número: a qualidade está baixa e o limite de mensagens pode diminuir se ela não melhorar em sete dias. Enquanto isso, o limite não sobe.
notice-flagged-advice = Chegar a qualidade média ou alta até o sétimo dia mantém o limite. Envie menos, só a quem pediu, e revise os modelos que geram bloqueios.
notice-restricted = Número restrito
notice-restricted-about = O número atingiu o limite de mensagens. Por 24 horas não inicia conversas; ainda pode responder a quem escrever.
notice-restricted-advice = Responda a quem escrever e adie os envios que podem esperar. Em Números e limites você vê quando a capacidade volta.
notice-limit-down = Limite de mensagens diminuiu
notice-limit-down-about = A Meta diminuiu o limite de mensagens.
notice-limit-down-advice = Envie primeiro o que mais importa. Manter a qualidade alta é o que permite ao limite voltar a subir.
notice-limit-up = Limite de mensagens aumentou
notice-limit-up-about = A Meta aumentou o limite de mensagens.
notice-limit-up-advice = Nada a fazer. Aumente os envios aos poucos e acompanhe a qualidade.
notice-used-80 = 80% do limite em uso
notice-used-80-about = Pelo menos 80% do limite das últimas 24 horas já foi usado.
notice-used-80-advice = Veja em Números e limites quanto resta e quando a capacidade volta, antes do próximo envio grande.
notice-used-95 = 95% do limite em uso
notice-used-95-about = Pelo menos 95% do limite das últimas 24 horas já foi usado. No limite, o número fica restrito.
notice-used-95-advice = Pare os envios que podem esperar. Em Números e limites você vê quando a capacidade volta.
notice-health-worse = A saúde piorou
notice-health-worse-about = A Meta informa que o envio está limitado ou bloqueado.
notice-health-worse-advice = Veja o erro em Status de saúde. Ele deve ser tratado diretamente com a Meta, que responde por esses dados.
notice-name-decided = Nome de exibição analisado
notice-name-decided-about = A Meta decidiu sobre o nome de exibição.
notice-name-decided-advice = Se foi aprovado um nome novo, o número precisa ser registrado de novo: o Perfil do WhatsApp diz se e até quando. Se foi recusado, peça outro lá, de acordo com as regras da Meta.
notice-token-dying = O acesso à Meta está perto de vencer
notice-token-dying-about = O token com que o Farol lê os dados na Meta vence em breve. Sem ele, nada mais é lido.
notice-token-dying-advice = Entre de novo com Facebook em Conexão antes que vença.
notice-token-dead = A Meta não aceita mais o acesso
notice-token-dead-about = A Meta recusa o token com que o Farol lê esta conta: nada novo é lido. Os últimos valores continuam à mostra, com a hora em que foram lidos.
notice-token-dead-advice = Entre de novo com Facebook em Conexão, com uma pessoa da Business Manager que tenha permissão.
notice-permission-lost = Permissão perdida
notice-permission-lost-about = A Meta não lista mais uma permissão para o token da conta. Sem whatsapp_business_messaging nada é enviado; sem whatsapp_business_management nada é lido nem configurado.
notice-permission-lost-advice = Conecte a conta de novo em Conexão, com todas as permissões concedidas; se alguém tirou a permissão no Business Manager, fale antes com essa pessoa.
notice-permissions = Permissão que falta: { $names }
notice-disconnected = Desconectado
notice-disconnected-about = A Meta não responde mais por esta conexão. Os últimos valores continuam à mostra, com a hora em que foram lidos.
notice-disconnected-advice = Conecte de novo em Conexão, com uma pessoa da Business Manager que tenha permissão.
notice-webhook-deaf = Os webhooks não estão chegando
notice-webhook-deaf-about = Uma consulta encontrou uma mudança que um webhook deveria ter contado.
notice-webhook-deaf-advice = Confira no painel do app na Meta o endereço que recebe os webhooks e os campos assinados. Até lá, o Farol sabe das mudanças só nas consultas.
notice-template-paused = Modelo parado
notice-template-paused-about = A Meta pausou ou desativou o modelo. Mensagens que usam este modelo não são enviadas.
notice-template-paused-advice = Revise o texto e para quem ele vai antes de voltar a usá-lo. Repetir o mesmo envio costuma levar a uma pausa mais longa.
notice-unknown-value = Valor que o Farol não conhece
notice-unknown-value-about = A Meta informa um valor que o Farol não conhece. Ele é mostrado como veio, sem interpretação.
notice-unknown-value-advice = Veja na documentação da Meta o que o valor significa. Até lá, confira o número no Gerenciador do WhatsApp.
notice-health-blocked = Envio bloqueado
notice-health-limited = Envio limitado
notice-name-approved = Nome de exibição aprovado
notice-name-declined = Nome de exibição recusado

choose-lead = O que chega por e-mail, o que fica só no app, e a que horas.
choose-title = Quando avisar
choose-about = Vale para você nesta empresa.
choose-follows = Você segue o padrão da empresa.
choose-own = Você tem escolhas suas; no que não mudou, vale o padrão da empresa.
choose-locked = Avisos de bloqueio no app não podem ser desligados.
choose-event = Acontecimento
channel-mail = E-mail
channel-app = No app
rule-label = { $kind }: { $channel }
choose-save = Salvar
choose-reset = Usar o padrão da empresa
choose-default-title = Padrão da empresa
choose-default-about = Vale para quem não escolheu outra coisa. Só proprietários e administradores mudam.
choose-default-save = Salvar o padrão
choose-saved = Salvo.
choose-saved-next = Vale a partir do próximo aviso.

times-title = Horários dos e-mails
times-about = O sino e a lista de avisos não esperam. Os horários são do fuso { $zone }.
times-quiet = Horas de silêncio
times-quiet-about = Nessas horas os e-mails esperam até o fim delas. Os urgentes não esperam: { $kinds }.
times-from = Das
times-to = Até
times-digest = Resumo diário
times-digest-about = Os avisos que não são urgentes vão num só e-mail por dia.
times-digest-at = Às
times-mute = Pausar os e-mails até
times-mute-about = Vazio: não pausar. Na pausa não sai e-mail nenhum, nem urgente; os avisos continuam no app.
times-muted = E-mails pausados até { $when }.
times-save = Salvar horários
times-wrong = Nada foi salvo.
times-wrong-clock = Escreva o horário como 22:00.
times-wrong-same = O início e o fim do silêncio são iguais: escolha horários diferentes.
times-wrong-past = A data da pausa já passou: escolha uma no futuro.
times-wrong-date = Escreva a data e a hora como 2026-01-31T08:00.

log-title = Registro de envios
log-about = Cada e-mail de aviso: quando, para quem, e o que o servidor respondeu.
log-none = Nenhum e-mail ainda
log-none-next = Quando um aviso for enviado, aparece aqui com a resposta do servidor.
log-when = Quando
log-notice = Aviso
log-channel = Canal
log-recipient = Destino
log-result = Resultado
log-test = E-mail de teste
log-several = { $n ->
    [one] { $count } aviso
   *[other] { $count } avisos
}
log-waiting = Na fila para { $when }
log-retry = Não foi; nova tentativa em { $when }
log-sent = Aceito pelo servidor
log-refused = Recusado pelo servidor
log-given-up = Não foi enviado: as tentativas terminaram
log-dropped = Não foi enviado: os e-mails estavam em pausa, ou não era mais para esta pessoa
log-merged = Foi num resumo
log-test-failed = O teste falhou, e não se repete
log-test-unanswered = Sem resposta: o teste está em curso ou foi interrompido
log-tries = { $n ->
    [one] { $count } tentativa
   *[other] { $count } tentativas
}
log-answered = O servidor respondeu:
log-hindered = O que impediu:

test-title = E-mail de teste
test-about = Vai para { $email } e mostra o que o servidor de e-mail respondeu.
test-send = Enviar um e-mail de teste
test-sent = O servidor aceitou o e-mail de teste.
test-sent-next = Se não chegar a { $email }, veja a caixa de spam.
test-refused = O servidor recusou o e-mail de teste.
test-refused-next = O servidor foi alcançado; o que ele respondeu diz o que corrigir nas configurações de e-mail.
test-unreachable = O servidor de e-mail não respondeu.
test-unreachable-next = Confira endereço, porta e TLS nas configurações de e-mail. Avisos esperam na fila e saem quando ele responder.
test-unprotected = A conexão com o servidor de e-mail não pôde ser protegida.
test-unprotected-next = Nada foi enviado. Confira nome, porta e TLS nas configurações de e-mail, e o certificado do servidor. Avisos esperam na fila e saem quando a conexão for segura.
test-too-many = Testes demais.
test-too-many-next = Espere { $wait } e tente de novo.
no-smtp = Nenhum servidor de e-mail está configurado.
no-smtp-next = Os avisos aparecem no app, e nenhum e-mail sai. Quem administra a instalação define o servidor:
