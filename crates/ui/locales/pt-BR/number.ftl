# One number: where it stands, its quality of thirty days, what to do, its registration.

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
place-unchanged = Sem mudança nos últimos 30 dias.
place-unknown = Desde quando, o Farol não sabe.
place-gone = A Meta deixou de informar o estado em { $since }.
place-unread = O Farol ainda não leu este número. O estado aparece aqui depois da primeira leitura.
place-unsaid = A Meta não informa o estado deste número.
days = { $n ->
    [one] { $count } dia
   *[other] { $count } dias
}
what-is = O que é isto
from-description = Da descrição do produto.
quality-page = Na Meta: sobre a classificação por qualidade do seu número de telefone do WhatsApp Business
about-flagged-more = As empresas não podem atualizar os níveis de limite de mensagens no status Sinalizado.
about-restricted-more = Esse status ocorre quando você atinge o limite de mensagens, independentemente da classificação de qualidade.
about-notice = Se a classificação por qualidade atingir a qualidade baixa ou o status do número de telefone mudar para Sinalizado ou Restrito, você receberá um email e uma notificação no Gerenciador de Negócios como um aviso.

quality-days = Qualidade nos últimos 30 dias
own-history = Histórico guardado pelo Farol
band-part = { $quality } por { $length }
band-marks = Marcas na faixa
band-unknown = Desconhecida
band-not-shown = Não mostrado aqui
band-now = agora
band-today = hoje, { $day }
marks-none = Nenhuma mudança de estado, qualidade, limite, nome ou envio foi vista nestes 30 dias.
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
about-quality = A classificação de qualidade é baseada em como as mensagens foram recebidas pelos destinatários nos últimos 7 dias e é ponderada pela mais recente. Ela é determinada por uma combinação de sinais, como bloqueios, denúncias e os motivos que os usuários fornecem quando bloqueiam uma empresa.
about-green = Verde: qualidade alta (bom)
about-yellow = Amarelo: qualidade média (regular)
about-red = Vermelho: qualidade baixa (ruim)
about-unknown = Se aparecer “UNKNOWN”, o status ainda não foi definido.
about-high = Manter a classificação em Alta é essencial, pois isso permite o acesso a mais recursos e melhores limites de envio dentro do WhatsApp Business.
about-reasons = Quando um usuário bloqueia a empresa, ele pode selecionar um motivo para o bloqueio, como “Não é mais necessário”, “Não me inscrevi”, “Spam”, “Mensagens ofensivas” ou “Nenhum motivo”. Esses motivos podem repercutir na qualidade do número.

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
changes-none = O Farol não viu mudança nos últimos 30 dias.
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
quality-since-about = Este número é lido { $ago }. A faixa cresce até 30 dias.
