# Meta's errors. Coexistence.

meta-error-100-2593107-what = Esta sincronização já foi pedida.
meta-error-100-2593107-means = Contatos e histórico do aplicativo podem ser pedidos uma vez cada, depois da conexão.
meta-error-100-2593107-steps =
    Não é preciso agir: os dados vêm por webhook do primeiro pedido.

meta-error-100-2593108-what = O prazo para sincronizar passou.
meta-error-100-2593108-means = Contatos e histórico só podem ser pedidos nas 24 horas depois da conexão. Conversas novas chegam normalmente.
meta-error-100-2593108-steps =
    Se o histórico faz falta, desconecte pelo aplicativo WhatsApp Business e conecte de novo.

meta-error-100-2593109-what = O cliente não compartilhou o histórico.
meta-error-100-2593109-means = Ao conectar o aplicativo, a pessoa escolheu não compartilhar as conversas anteriores. A conexão funciona.
meta-error-100-2593109-steps =
    Não é preciso agir. Se a escolha foi engano, é preciso conectar de novo.

meta-error-131060-what = Um aparelho vinculado não aceita esta mensagem.
meta-error-131060-means = Em coexistência, um aparelho vinculado que a Meta não apoia mandou ou recebeu a mensagem; o conteúdo não chega pela API.
meta-error-131060-steps =
    Veja a mensagem no aplicativo WhatsApp Business do celular principal.
    Desvincule o aparelho sem apoio, se ele não é necessário.
