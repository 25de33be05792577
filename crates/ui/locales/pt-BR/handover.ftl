# Links para clientes: quem não tem conta conecta o número. Primeiro o que vê quem cria o link, depois
# o que vê quem o abre.

handover-entry = Não sou eu quem clica: criar um link para o cliente
handover-title = Links para clientes
handover-lead = Cada link deixa uma pessoa sem conta escolher a situação do número e fazer o login com Facebook, e nada mais.
handover-make = Novo link
handover-make-about = O endereço aparece uma vez só. Envie-o a quem administra o Business Manager do cliente.
handover-make-button = Criar link
handover-label = Cliente
handover-counts = Validade
handover-days = { $n ->
    [one] { $count } dia
   *[other] { $count } dias
}
handover-no-label = Falta o nome do cliente
handover-no-label-next = Escreva de 1 a { $count } caracteres.
handover-made = Link para { $label } criado
handover-made-about = Copie agora: o Farol guarda só um resumo do endereço e não pode mostrá-lo de novo.
handover-address = Endereço
handover-message-label = Texto para enviar
handover-message = Para conectar o WhatsApp da sua empresa a { $tenant }, abra este endereço no computador de quem administra o Business Manager: { $url } Ele vale até { $when }, para um só navegador.
handover-copy-message = Copiar texto
handover-copied-message = Texto copiado.
handover-list = Links criados
handover-none = Nenhum link ainda
handover-none-next = Crie um acima para um cliente conectar o próprio número.
handover-about = O link serve a um só navegador, até um login se conectar ou a validade acabar. Revogar não desfaz o que o cliente já começou: o login em andamento continua em Conexão, com você. Links ficam aqui 90 dias depois de acabar.
handover-state = Situação
handover-by = criado por { $person } em { $time }
handover-until = até { $when }
handover-ended = acabaria em { $when }
handover-revoke = Revogar
handover-was-revoked = Link revogado
handover-was-revoked-next = Quem o tem não faz mais nada com ele. Um login que já começou continua em Conexão.
handover-waiting = Aguardando ser aberto
handover-opened = Aberto
handover-under-way = Em andamento
handover-connected = Conectado
handover-used = Usado
handover-expired = Expirado
handover-revoked = Revogado

signup-begun-here = começado em { $time }
signup-begun-by-link = começado pelo link “{ $label }”, de { $person }, em { $time }
signup-begun-by-gone-link = começado por um link de { $person } em { $time }
refusal-link-over = Este link não vale mais. Peça outro a quem o enviou.

guest-title = Conectar seu número de WhatsApp
guest-lead = { $tenant } pediu que você conecte o número da sua empresa. Você não precisa de conta aqui.
guest-until = Este link vale até { $when }.
guest-begin-title = Antes de começar
guest-begin-about = Você escolhe a situação do número, vê o que preparar e faz o login com Facebook numa janela da Meta.
guest-begin = Começar neste navegador
guest-one-browser = O link fica com o navegador em que você começar. Use o computador em que vai fazer o login.
guest-situation = Primeiro diga em que situação está o número: cada uma tem o seu preparo.
guest-situation-find = Escolher a situação
guest-continue-about = A janela da Meta só abre na próxima página.
guest-maker-decides = Quem decide isso é quem enviou o link. Fale com essa pessoa.
guest-under-way = Um login deste link está em andamento. Acompanhe-o nesta página.
guest-too-many = Este link já fez todas as tentativas que podia. Peça outro a quem o enviou.
guest-done = Pronto: o número está conectado
guest-done-next = { $tenant } já recebe as mensagens. Você pode fechar esta página.
guest-ended-next = Nada mais pode ser feito por este link. O que você já começou continua com { $tenant }.
guest-revoked = Este link foi revogado
guest-expired = A validade deste link acabou
guest-ask-again = Peça outro a quem o enviou.
guest-unknown = Não há link neste endereço
guest-not-here = Abra o link que você recebeu
guest-not-here-next = Este navegador não tem nenhum link. Abra de novo o endereço que enviaram a você; se ele voltar aqui, permita cookies para este site.
guest-elsewhere = Este link está em uso em outro navegador
guest-elsewhere-next = Continue no navegador em que ele foi começado, ou peça outro a quem o enviou.
guest-used = Este link já foi usado
guest-used-next = O número já foi conectado por ele. Para conectar outro, peça outro link.
guest-many-looks-next = Espere alguns minutos e abra o link de novo.
