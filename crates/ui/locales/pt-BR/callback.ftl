# O webhook do app: quem o tem, e o que trocar de dono faz.

callback-title = Webhook do app
callback-lead = A Meta guarda um só endereço para os eventos de cada app: quem o define o toma de quem o tem. Olhar não muda nada.
callback-own = A Meta envia os eventos do app para este Farol.
callback-nobodys = A Meta não envia os eventos do app a lugar nenhum. O Farol pede isto sozinho, assim que a Meta alcança o endereço.
callback-ours-before = A Meta ainda envia para o endereço que este Farol tinha. O Farol o troca sozinho, assim que a Meta alcança o novo.
callback-foreign = A Meta envia os eventos do app para outro programa. O Farol só o toma com a sua palavra.
callback-no-address = O Farol não sabe o próprio endereço (base_url): informe-o no arquivo de configuração.
callback-not-asked = Não deu para perguntar à Meta quem tem o webhook do app.
callback-waits = { $person } autorizou a troca em { $time }. Ela ainda não foi feita; o Farol tenta de novo sozinho, por um dia.
callback-waits-command = A linha de comando autorizou a troca em { $time }. Ela ainda não foi feita; o Farol tenta de novo sozinho, por um dia.
callback-changed = Nada foi mudado: a Meta mostra agora outro endereço.
callback-changed-next = A sua palavra valia para o endereço que a página mostrava. Confira de novo o que está abaixo.
callback-loses = Quem perde
callback-loses-all = Este endereço deixa de receber todos os eventos do app: mensagens, contas, nomes, qualidade e modelos.
callback-loses-others = Também os das contas e números que o Farol não acompanha. Só continua com ele o que tem desvio próprio na WABA ou no número.
callback-loses-back = O Farol não o põe de volta. Para desfazer: no app da Meta, WhatsApp, Configuração.
callback-gains = Quem passa a receber, este Farol:
callback-call = A chamada
callback-call-about = Nada foi feito ainda. Antes de aceitar, a Meta confere o endereço; depois o Farol confere na Meta. Só é feita enquanto a Meta mostrar o endereço acima.
callback-secret = o token de verificação desta instalação
callback-take = Trocar para este Farol
callback-leave = Deixar como está
