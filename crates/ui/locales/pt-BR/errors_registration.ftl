# Meta's errors. Registration, verification, onboarding.

meta-error-133000-what = Uma retirada anterior do registro não terminou.
meta-error-133000-means = O número ainda está saindo do registro de antes. Enquanto isso, não pode ser registrado.
meta-error-133000-steps =
    Durante um login, o Farol tenta de novo sozinho.
    Fora dele, espere alguns minutos, retire o registro de novo e depois registre.

meta-error-133004-what = O servidor de registro da Meta não respondeu.
meta-error-133004-means = É passageiro. O número continua como estava.
meta-error-133004-steps =
    Durante um login, o Farol tenta de novo sozinho; cada tentativa conta para as dez em 72 horas.

meta-error-133005-what = O PIN não é o do número.
meta-error-133005-means = O número já tem um PIN de verificação em duas etapas, e o PIN dado é outro. O número continua como estava.
meta-error-133005-steps =
    Pergunte o PIN a quem usou o número antes; informe-o em Conexão.
    Se ninguém sabe, troque o PIN no Gerenciador do WhatsApp, em Verificação em duas etapas.
    Não adivinhe: muitos erros bloqueiam as tentativas (133008), e cada uma conta para as dez em 72 horas (133016).

meta-error-133006-what = É preciso provar de novo que o número é seu.
meta-error-133006-means = A prova de posse do número não foi feita ou venceu. Sem ela, a Meta não registra.
meta-error-133006-steps =
    Peça um código por SMS ou ligação em Conexão; alguém precisa estar com o telefone.
    Informe o código, sem o hífen; o Farol registra em seguida.

meta-error-133008-what = O PIN foi errado vezes demais.
meta-error-133008-means = A Meta bloqueou as tentativas de PIN deste número por um tempo que a documentação não diz. O que o número já faz não muda.
meta-error-133008-steps =
    Pare de tentar e consiga o PIN certo com quem usou o número antes.
    Ou troque o PIN no Gerenciador do WhatsApp; depois informe-o uma vez em Conexão.

meta-error-133009-what = As tentativas de PIN foram rápidas demais.
meta-error-133009-means = A Meta pede uma pausa entre uma tentativa e outra.
meta-error-133009-steps =
    Espere alguns minutos e confira o PIN antes da próxima tentativa.

meta-error-133010-what = O número não está registrado na API de Nuvem.
meta-error-133010-means = Sem registro o número não envia nem recebe pela API.
meta-error-133010-steps =
    Faça o login em Conexão e escolha este número: o Farol o registra com o PIN.
    Se passaram 14 dias desde o login, a janela para registrar acabou: é preciso um novo login.

meta-error-133015-what = O número foi excluído há pouco.
meta-error-133015-means = A Meta pede 5 minutos entre a exclusão e um novo registro.
meta-error-133015-steps =
    Durante um login não é preciso agir: o Farol marca a nova tentativa.

meta-error-133016-what = Registros demais deste número em 72 horas.
meta-error-133016-means = A Meta aceita, por número, 10 registros e 10 retiradas de registro em 72 horas, contando os que falharam. Tentar antes não adianta.
meta-error-133016-steps =
    Durante um login não é preciso agir: o Farol conta as tentativas e registra quando a Meta voltar a aceitar.
    Enquanto espera, resolva o que fez os anteriores falharem, em geral o PIN (133005).

meta-error-136024-what = A Meta não enviou o código de verificação.
meta-error-136024-means = O pedido do código falhou; o subcódigo ou a mensagem diz por quê. Depois de muitos pedidos a espera é de cerca de 12 horas.
meta-error-136024-steps =
    Tente pelo outro meio: ligação em vez de SMS, ou o contrário.
    Confira se o número recebe SMS ou ligações do exterior.

meta-error-136025-what = O código de verificação não confere.
meta-error-136025-means = O código dado não é o que a Meta enviou, ou venceu.
meta-error-136025-steps =
    Confira os seis dígitos da última mensagem, sem o hífen.
    Se venceu, peça outro código em Conexão.

meta-error-100-2388001-what = A Meta ainda não confirmou a posse ou o nome do número.
meta-error-100-2388001-means = O nome de exibição ainda está sendo processado (há relatos de mais de 7 dias), a posse não foi confirmada, ou, numa migração, o número ainda tem verificação em duas etapas no provedor anterior.
meta-error-100-2388001-steps =
    Se o nome está em análise, espere: durante um login o Farol tenta de novo sozinho, mais cedo se a Meta avisar.
    Se o número vem de outro provedor, peça que ele desligue a verificação em duas etapas.
    Se a posse não foi confirmada, peça um novo código em Conexão.

meta-error-100-2388012-what = O número já está numa WABA.
meta-error-100-2388012-means = Um número só pode estar em uma WABA; este já foi adicionado.
meta-error-100-2388012-steps =
    Se é a WABA certa, escolha o número durante o login em vez de adicioná-lo.
    Se está em outra, exclua-o lá primeiro, ou migre-o.

meta-error-100-2388091-what = Este número não pode receber o código de verificação.
meta-error-100-2388091-means = A Meta diz que o número não é elegível para o código; o texto dela diz o motivo, quando o tem.
meta-error-100-2388091-steps =
    Leia a mensagem da Meta: número já verificado, pedidos demais ou número bloqueado pedem saídas diferentes.
    Depois de muitos pedidos, espere cerca de 12 horas e peça uma vez.

meta-error-100-2388093-what = Este número não pode receber o código de verificação.
meta-error-100-2388093-means = A Meta diz que o número não é elegível para o código; o texto dela diz o motivo, quando o tem.
meta-error-100-2388093-steps =
    Leia a mensagem da Meta: número já verificado, pedidos demais ou número bloqueado pedem saídas diferentes.
    Depois de muitos pedidos, espere cerca de 12 horas e peça uma vez.

meta-error-100-2388103-what = O número não pode ser migrado.
meta-error-100-2388103-means = A Meta recusa a migração por uma de sete causas; só o texto dela diz qual.
meta-error-100-2388103-steps =
    Leia a mensagem da Meta e resolva a causa que ela cita com o provedor anterior.
    Confira se a verificação em duas etapas está desligada no provedor anterior.

meta-error-100-2494100-what = A conta está em manutenção na Meta.
meta-error-100-2494100-means = A Meta está mudando algo na conta ou no número; o pedido não foi feito.
meta-error-100-2494100-steps =
    Espere alguns minutos e tente de novo.

meta-error-100-2593079-what = A Meta recusou este passo da conexão.
meta-error-100-2593079-means = A documentação da Meta lista este subcódigo entre os erros de conexão, sem descrevê-lo. Vale o texto que veio com ele.
meta-error-100-2593079-steps =
    Leia a mensagem da Meta em Conexão e faça o que ela pede.
    Se ela não ajuda, abra um caso com a Meta e informe o fbtrace_id.

meta-error-100-2593085-what = A Meta recusou este passo da conexão.
meta-error-100-2593085-means = A documentação da Meta lista este subcódigo entre os erros de conexão, sem descrevê-lo. Vale o texto que veio com ele.
meta-error-100-2593085-steps =
    Leia a mensagem da Meta em Conexão e faça o que ela pede.
    Se ela não ajuda, abra um caso com a Meta e informe o fbtrace_id.
