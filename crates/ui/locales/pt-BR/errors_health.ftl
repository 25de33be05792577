# Meta's errors. health_status.

meta-error-138024-what = Chamadas por SIP não estão ligadas neste número.
meta-error-138024-means = Só diz respeito a ligações. As mensagens não são afetadas.
meta-error-138024-steps =
    Se o número não usa ligações por SIP, não é preciso agir.
    Se usa, ligue o SIP nas configurações de chamadas do número.

meta-error-138025-what = O app não tem servidor SIP.
meta-error-138025-means = Só diz respeito a ligações. As mensagens não são afetadas.
meta-error-138025-steps =
    Se o app não usa ligações por SIP, não é preciso agir.
    Se usa, cadastre o servidor SIP nas configurações de chamadas.

meta-error-141000-what = O número não está conectado.
meta-error-141000-means = A Meta bloqueia o envio porque o número não está registrado ou conectado na plataforma. Quem observou este código não o usa todo do mesmo jeito: vale o texto da Meta.
meta-error-141000-steps =
    Faça o login em Conexão e escolha este número: o Farol o registra.

meta-error-141002-what = O modelo não está aprovado.
meta-error-141002-means = Só modelos aprovados podem ser enviados. Os outros modelos e as respostas a clientes continuam funcionando.
meta-error-141002-steps =
    Se está em análise, espere a decisão da Meta.
    Se foi recusado, leia o motivo no Gerenciador do WhatsApp e edite o modelo ou conteste a decisão.

meta-error-141006-what = Há um erro na forma de pagamento da WABA.
meta-error-141006-means = A Meta bloqueia as conversas iniciadas pela empresa até a forma de pagamento funcionar.
meta-error-141006-steps =
    No Gerenciador do WhatsApp, abra as configurações de pagamento da WABA e adicione uma forma de pagamento válida.
    Se a linha de crédito é de um parceiro, fale com ele.
    Depois, clique em Conferir agora: o erro sai quando a Meta o retirar.

meta-error-141010-what = A empresa não passou na verificação.
meta-error-141010-means = O Business Manager não é verificado na Meta. O envio fica limitado, com um limite de mensagens baixo.
meta-error-141010-steps =
    No Business Manager, peça a verificação da empresa e envie os documentos que a Meta pedir.
    A decisão é da Meta; o Farol mostra quando ela mudar.
