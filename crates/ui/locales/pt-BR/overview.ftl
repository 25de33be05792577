# Visão geral: the verdict, the entities and what follows from their state, the latest changes.

verdict-ok = Tudo certo: { $able }.
verdict-attention = Atenção: { $able }, mas { $reason }.
verdict-attention-and = Atenção: { $able } e { $reason }.
verdict-attention-only = Atenção: { $able }.
verdict-attention-since = Atenção: { $able }: { $reason }.
verdict-stopped = Parado: { $able }; { $reason }.
verdict-stopped-only = Parado: { $able }.
verdict-no-data = Sem dados: nenhum número foi lido ainda.
verdict-more = { $n ->
    [one] Mais { $count } motivo
   *[other] Mais { $count } motivos
}
able-all = { $n ->
    [one] o número ativo pode enviar
   *[other] os { $count } números ativos podem enviar
}
able-some = { $can } de { $count } números ativos podem enviar
able-none = { $n ->
    [one] o número ativo não pode iniciar conversas
   *[other] nenhum dos { $count } números ativos pode iniciar conversas
}
able-unknown = { $n ->
    [one] não se sabe se o número ativo pode enviar
   *[other] não se sabe se os { $count } números ativos podem enviar
}
able-some-unknown = { $can } de { $count } números ativos podem enviar, de { $unknown } não se sabe
able-none-active = nenhum número está ativo
reason-blocked = { $entity } está bloqueado
reason-limited = { $entity } está limitado
reason-flagged = { $number } está sinalizado
reason-restricted = { $number } está restrito e só pode responder a quem escrever
reason-status = { $number } está com o estado { $status }
reason-quality-red = a qualidade de { $number } é baixa
reason-quality-yellow = a qualidade de { $number } é média
reason-none-active = nenhum número está ativo
reason-lost-token = { $entity } está sem um token que a Meta aceite
reason-lost-permission = { $n ->
    [one] { $entity } perdeu a permissão { $said }
   *[other] { $entity } perdeu as permissões { $said }
}
reason-lost-access = { $entity } não é mais acessível ao Farol
reason-lost-event = { $entity } não está mais conectado (evento da Meta: { $said })
reason-old = a leitura de { $name } é antiga ({ $ago })
reason-unread = { $name } ainda não foi lido
reason-unclear = { $name } informa { $field } = { $value }, valor que o Farol não conhece
the-number = o número { $name }
the-waba = o WABA { $name }
the-business = o Business { $name }
the-app = o App { $name }
the-entity = { $name }
advice-meta = Trate o erro diretamente com a Meta; o envio volta quando ela liberar.
advice-flagged = Se a qualidade não melhorar em sete dias, a Meta pode reduzir o limite de mensagens.
advice-restricted = Enquanto estiver restrito, não é possível enviar novas mensagens dentro de 24 horas. Ainda é possível responder.
advice-quality = Veja os motivos que as pessoas deram ao bloquear e ajuste modelos e público.
advice-status = Abra o número e veja o que a Meta informa.
advice-old = O que está na tela pode ter mudado. Confira agora.
advice-unclear = Veja no Gerenciador do WhatsApp o que o valor significa; o Farol o mostra como a Meta o informou.
advice-reconnect = Conecte a mesma WABA de novo, em Conexão. Até lá, o que está na tela pode ter mudado.
see-numbers = Ver o que pede atenção
refresh = Conferir agora

quarantined = { $n ->
    [one] { $count } item de webhook não pôde ser lido.
   *[other] { $count } itens de webhook não puderam ser lidos.
}
quarantined-next = Nada se perdeu: fica guardado como chegou. Para exportar:

entities = Business Manager, WABA e App
entities-none = Nenhuma entidade foi lida ainda.
kind-business = Business Manager
kind-waba = WABA
kind-app = App
kind-number = Número
kind-template = Modelo
flow-sending = Envio
flow-receiving = Recebimento
flow-webhooks = Webhooks
flow-free = Sem restrição
flow-limited = Limitado
flow-fewer = Quantidade limitada
flow-stopped = Parado
flow-unknown = Desconhecido
webhooks-seen = Chegando
webhooks-none = Nenhum ainda
consequence-waba-blocked = Se o WABA estiver bloqueado, não será possível enviar ou receber mensagens.
consequence-business-limited = Se o Business estiver limitado, não será possível enviar mensagens, mas será possível receber mensagens, só que haverá limitação de quantidade.
consequence-business-blocked = Se o Business estiver bloqueado, não recebe e nem envia mensagens.
error = Erro
error-code = Código
error-description = Descrição
error-solution = Solução possível
ask-meta = Qualquer erro listado deve ser tratado diretamente com a Meta
ask-meta-next = Ela é a responsável pelos dados e qualificações apresentados. O Farol apenas replica o que a Meta informa.
open-manager = Abrir o Gerenciador do WhatsApp

limit-title = Limite do portfólio
limit-unit = destinatários em 24 h móveis
limit-shared = Todos os números do portfólio gastam do mesmo limite.
numbers = Números
numbers-active-of = { $n ->
    [one] ativos de { $count }
   *[other] ativos de { $count }
}
numbers-waiting = { $n ->
    [one] { $count } pendente
   *[other] { $count } pendentes
}
open-list = Abrir lista

news = Mudanças recentes
news-none = Nenhuma mudança ainda. O que a Meta alterar aparece aqui.
act = Quem precisa agir
act-nobody = Ninguém precisa agir agora.
act-more = { $n ->
    [one] Mais { $count } assunto
   *[other] Mais { $count } assuntos
}
alerts = Alertas abertos
alerts-none = Nenhum aviso aberto.
alerts-all = Ver todos os avisos
verdict-oldest = leitura mais antiga: { $name }
