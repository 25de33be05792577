# Desconectar uma WABA.

disconnect-see = Desconectar…
disconnect-follow = Sendo desconectada…
disconnect-title = Desconectar esta WABA
disconnect-nothing = Nada: o Farol não mudou nada na Meta para esta WABA que possa ou deva ser desfeito.
disconnect-of-number = { $what }: { $name }
disconnect-forgets-callback = O endereço de webhooks próprio e a chave secreta, se a conexão foi feita manualmente.
disconnect-ends-notices = Os avisos abertos desta WABA e dos seus números terminam, e ficam na lista com esse motivo.
disconnect-ends-logins = Um login desta WABA que está em andamento termina.
disconnect-keeps-registration = Os números seguem registrados na Cloud API.
disconnect-keeps-pin = O PIN da confirmação em duas etapas fica em cada número, na Meta. O Farol guarda o que conhece, cifrado, para uma nova conexão, e não o mostra a ninguém: para registrar o número em outro lugar, troque o PIN ou desative-o no Gerenciador do WhatsApp.
disconnect-keeps-callback = O webhook do app { $app } na Meta: enquanto apontar para este Farol, chama um endereço que não responde mais, também por outras WABAs desse app. Troque-o ou remova-o no painel do app, em WhatsApp, Configuração.
disconnect-keeps-history = O registro do que mudou, os avisos e a auditoria.
disconnect-do = Desconectar
disconnect-changed = O que seria desfeito mudou desde que esta página foi aberta, e nada foi feito. Confira de novo antes de confirmar.
disconnect-busy = Um login desta WABA está sendo abandonado. Nada foi feito: tente de novo quando a limpeza terminar.
disconnect-going = A WABA está sendo desconectada. Isso segue sozinho, mesmo com a página fechada.
disconnect-not-yet = A Meta não respondeu como devia. O Farol tenta de novo sozinho; até lá a WABA continua conectada.
disconnect-steps = O que é feito
disconnect-frees = Esquecer o token e o que foi lido: a WABA fica livre
disconnect-freed-at = Feito em { $time }.
disconnect-again = Ver como está
disconnect-done = A WABA foi desconectada.
disconnect-partly = A WABA foi desconectada, mas algo ficou na Meta.
disconnect-stays = O que fica
disconnect-left-about = O que a Meta não deixou desfazer fica lá. Quem administra a WABA pode remover o app no Gerenciador do WhatsApp.
