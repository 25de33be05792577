# Meta's errors. Parts of the platform that Farol does not use.

meta-error-131201-131215-what = Um erro de grupos.
meta-error-131201-131215-means = A Meta usa esta faixa para a API de grupos, que o Farol não usa. O que falhou está na mensagem da Meta.
meta-error-131201-131215-steps =
    Leia a mensagem da Meta no programa que chamou a API de grupos.

meta-error-134011-what = Um erro de pagamentos no WhatsApp.
meta-error-134011-means = Diz respeito a pedidos e cobranças dentro da conversa, que o Farol não usa; não à cobrança da sua WABA.
meta-error-134011-steps =
    Leia a mensagem da Meta no programa que enviou a cobrança.

meta-error-134100-134102-what = Um erro da API de mensagens de marketing.
meta-error-134100-134102-means = A Meta recusou um envio por marketing_messages, por exemplo por falta de habilitação da WABA.
meta-error-134100-134102-steps =
    Veja em marketing_messages_onboarding_status da WABA o que falta.
    Até lá, envie o modelo pelo envio comum.

meta-error-138000-138999-what = Um erro de ligações.
meta-error-138000-138999-means = A Meta usa esta faixa para ligações, que o Farol não usa. As mensagens não são afetadas.
meta-error-138000-138999-steps =
    Leia a mensagem da Meta no programa que faz as ligações.

meta-error-139000-139999-what = Um erro de Flows ou de bloqueio de usuários.
meta-error-139000-139999-means = A Meta usa esta faixa para Flows e para bloquear usuários, que o Farol não usa.
meta-error-139000-139999-steps =
    Leia a mensagem da Meta no programa que fez a chamada.
