# Conferência da instalação: cada ajuste, como está, por quê, e onde se ajusta.

preflight-title = Conferência da instalação
preflight-lead = O que um login precisa que esteja certo nesta instalação. Olhar não muda nada.
preflight-entry = Conferir a instalação
preflight-again = Conferir de novo
preflight-at = Olhado às { $time }.
preflight-computed = O julgamento é do Farol; o que a Meta respondeu está citado.
preflight-checks = Ajustes
preflight-where = Onde:
preflight-sum-good = Nada falta para logar.
preflight-sum-unknown = { $n ->
    [one] Não deu para conferir { $count } ajuste.
   *[other] Não deu para conferir { $count } ajustes.
}
preflight-sum-doubtful = { $n ->
    [one] { $count } ajuste pede uma olhada.
   *[other] { $count } ajustes pedem uma olhada.
}
preflight-sum-defect = { $n ->
    [one] { $count } ajuste impede algo de funcionar.
   *[other] { $count } ajustes impedem algo de funcionar.
}
preflight-state-good = certo
preflight-state-defect = com defeito
preflight-state-doubtful = em dúvida
preflight-state-not-checked = não conferido

preflight-any-fine = Está como deve.
preflight-any-not-set = Não foi informado.
preflight-any-demo = Na demonstração, é o próprio Farol que cuida disto.
preflight-any-unanswered = Não houve resposta; tente de novo.
preflight-any-refused = A pergunta do Farol foi recusada, nestas palavras.
preflight-any-waits = Depende de outro ajuste, que vem antes.

preflight-base-url = Endereço do console
preflight-base-url-fine = A Meta e as pessoas o alcançam, até onde o nome diz.
preflight-base-url-plain = É HTTP sem proteção: a Meta só envia webhooks por HTTPS.
preflight-base-url-local = Só esta máquina o alcança: a Meta não consegue enviar webhooks.
preflight-base-url-private = É de uma rede interna: a Meta não consegue enviar webhooks.
preflight-base-url-where = No arquivo de configuração, com o endereço público do seu proxy, que começa com https://.
preflight-app = App da Meta e seu segredo
preflight-app-fine = A Meta deu um token para este ID e este segredo.
preflight-app-refused = A Meta não aceita este ID com este segredo.
preflight-app-unanswered = A Meta não respondeu: não dá para dizer se ID e segredo combinam.
preflight-app-where = Em developers.facebook.com, seu app, Configurações, Básico; depois no arquivo de configuração.
preflight-config = Configuração do login
preflight-config-not-set = Sem ela, o botão Logar com Facebook não aparece.
preflight-config-unreadable = Está informada. A Meta não deixa ler se existe: se a janela abrir com erro, é ela.
preflight-config-where = No app da Meta, Login do Facebook para Empresas, Configurações; o ID vai no arquivo de configuração.
preflight-domains = Domínio liberado para o login
preflight-domains-unreadable = A Meta não deixa ler isto: se a janela não abrir ou fechar vazia, confira à mão este endereço.
preflight-domains-where = No app da Meta, Login do Facebook para Empresas, Configurações: domínios permitidos para o SDK de JavaScript e URIs de redirecionamento. Ligue também login pelo cliente, pela web e com o SDK de JavaScript.
preflight-verify-token = Token de verificação
preflight-verify-token-fine = O endereço do console responde certo à pergunta que a Meta faz.
preflight-verify-token-short = É curto, fácil de adivinhar.
preflight-verify-token-wrong = Outra coisa respondeu no endereço do console: a pergunta da Meta não chega a este Farol.
preflight-verify-token-refused = O endereço do console recusa a pergunta da Meta: outro programa, ou o proxy, está na frente.
preflight-verify-token-unanswered = O Farol não alcança o próprio endereço. De fora pode funcionar; confira.
preflight-verify-token-where = No arquivo que a configuração nomeia; e no proxy, para que o caminho dos webhooks chegue ao Farol.
preflight-callback = Webhook do app
preflight-callback-fine = A Meta envia os eventos do app para este Farol.
preflight-callback-not-set = A Meta não envia os eventos do app a lugar nenhum. O Farol pede isto sozinho, assim que a Meta alcança o endereço.
preflight-callback-elsewhere = A Meta envia os eventos do app para o primeiro endereço, de outro programa, e não para o segundo, que é deste Farol. O Farol não o toma por si: cada login desvia só o seu número.
preflight-callback-moved = A Meta ainda envia para o endereço que este Farol tinha. Ele o troca sozinho, assim que a Meta alcança o novo.
preflight-callback-inactive = A Meta tem o endereço, mas não envia.
preflight-callback-where = O Farol o ajusta sozinho quando ninguém o tem. De outro programa ele só é trocado com a sua palavra; ou dê ao Farol um app próprio: no app da Meta, WhatsApp, Configuração.
preflight-callback-decide = Ver o que seria trocado
preflight-fields = Campos assinados
preflight-fields-fine = Todos os campos que o Farol lê estão assinados.
preflight-fields-missing = Faltam campos: o que eles avisam não chega.
preflight-fields-where = O Farol os assina sozinho, em até uma hora, enquanto o webhook do app for dele. Se for de outro programa, marque-os no app da Meta, WhatsApp, Configuração, Campos do webhook.
preflight-sdk = SDK e origens da janela
preflight-sdk-not-set = Sem o SDK, a janela da Meta não abre.
preflight-sdk-missing = Nenhuma origem foi informada: nada do que a janela disser é ouvido.
preflight-sdk-mixed = Parte é da Meta e parte não é: o que a janela disser pode não ser ouvido, ou ser de outro.
preflight-sdk-where = No arquivo de configuração. Sem estas linhas valem os endereços da Meta.
preflight-graph-version = Versão da Graph API
preflight-graph-version-fine = É atual.
preflight-graph-version-too-old = É antiga demais: só a partir da v24.0 a Meta diz o limite do portfólio.
preflight-graph-version-aging = A Meta costuma encerrar uma versão dois anos depois de lançada, e esta se aproxima disso.
preflight-graph-version-ended = Foi lançada há mais de dois anos: a Meta pode tê-la encerrado.
preflight-graph-version-newer = É mais nova do que este Farol conhece: pode funcionar, e não foi conferida.
preflight-graph-version-where = No arquivo de configuração. Sem a linha vale a versão para a qual este Farol foi feito.
preflight-key-file = Arquivo da chave
preflight-key-file-fine = A chave fica fora da pasta de dados.
preflight-key-file-inside = A chave fica dentro da pasta de dados: quem copia a pasta leva os dois.
preflight-key-file-where = Mova o arquivo para fora da pasta de dados e ajuste a configuração. Guarde uma cópia em outro lugar.
preflight-smtp = Servidor de e-mail
preflight-smtp-fine = O servidor responde e aceita o login.
preflight-smtp-not-set = Sem ele não saem avisos, convites nem links de senha.
preflight-smtp-refused = O servidor recusou, nestas palavras.
preflight-smtp-unanswered = O servidor não respondeu: nenhum e-mail sai.
preflight-smtp-where = Na seção smtp do arquivo de configuração.
preflight-proxies = Proxies confiáveis
preflight-proxies-not-set = O endereço é HTTPS e nenhum proxy é confiável: todos parecem vir do mesmo lugar, e os limites de tentativas contam para todos juntos.
preflight-proxies-plain = O Farol escuta fora desta máquina, sem HTTPS na frente.
preflight-proxies-where = No arquivo de configuração, com o endereço do proxy.
preflight-time-zone = Fuso horário
preflight-time-zone-not-set = Não foi informado: as horas das páginas estão em UTC.
preflight-time-zone-where = No arquivo de configuração, como America/Sao_Paulo.
preflight-support = Contato de suporte
preflight-support-fine = As pessoas veem a quem pedir ajuda.
preflight-support-not-set = Quem conecta não vê a quem pedir ajuda.
preflight-support-where = No arquivo de configuração: nome, e-mail ou página.
