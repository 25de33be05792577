# Meta's errors. Account: policy, payment, name.

meta-error-368-what = A conta está bloqueada por violar uma política.
meta-error-368-means = A Meta restringiu ou desativou a WABA por um tempo. Enquanto dura, as mensagens não saem.
meta-error-368-steps =
    No Gerenciador do WhatsApp, leia qual política a Meta citou.
    Se a decisão está errada, peça uma análise ali mesmo.
    Não repita envios enquanto durar.

meta-error-130497-what = A empresa não pode enviar mensagens para este país.
meta-error-130497-means = A Meta não permite que esta conta envie mensagens a pessoas de certos países; o destinatário está num deles.
meta-error-130497-steps =
    Tire esse país da lista de envio.
    Se o negócio devia poder enviar para lá, trate com a Meta.

meta-error-131031-what = A conta está bloqueada.
meta-error-131031-means = A Meta restringiu ou desativou a WABA por violar uma política. Nenhuma mensagem sai.
meta-error-131031-steps =
    No Gerenciador do WhatsApp, leia a política citada; em Atividade, o Farol mostra o prazo, quando a Meta o informa.
    Peça uma análise ali, se a decisão está errada.
    Pare os envios até o Farol mostrar a WABA como disponível.

meta-error-131037-what = O nome de exibição ainda não foi aprovado.
meta-error-131037-means = O número 555 fornecido pela Meta só envia depois que o nome de exibição é aprovado.
meta-error-131037-steps =
    Veja o estado do nome na página do número.
    Se foi recusado, peça outro nome, parecido com o da marca, no Gerenciador do WhatsApp.

meta-error-131042-what = Há um problema com o pagamento.
meta-error-131042-means = A WABA está sem forma de pagamento válida, ou a cobrança falhou. Mensagens cobradas não saem; a resposta vem por webhook, depois do envio aceito.
meta-error-131042-steps =
    No Gerenciador do WhatsApp, abra as configurações de pagamento da WABA e corrija a forma de pagamento.
    Se a linha de crédito é de um parceiro, fale com ele.
    Envie de novo depois que o Farol mostrar a WABA como disponível.

meta-error-131045-what = O número não está bem registrado.
meta-error-131045-means = O envio falhou por um erro no certificado ou no registro do número na API de Nuvem.
meta-error-131045-steps =
    Faça o login em Conexão e escolha este número: o Farol o registra de novo, com o PIN.
    Se o nome de exibição mudou há pouco, espere a aprovação antes de registrar.
