# Meta's errors. Meta's own trouble.

meta-error-1-what = A Meta teve um erro que não explica.
meta-error-1-means = O erro é da Meta ou do endereço chamado. Se era um envio, ele pode ter sido feito ou não.
meta-error-1-steps =
    Leituras: não é preciso agir, o Farol tenta de novo.
    Envios: espere o status por webhook antes de repetir, para não enviar duas vezes.

meta-error-2-what = O serviço da Meta está fora do ar ou sobrecarregado.
meta-error-2-means = É passageiro e não depende da sua conta.
meta-error-2-steps =
    Não é preciso agir: o Farol tenta de novo com intervalos maiores.
    Se dura horas, não mude nada na conta: trate com a Meta.

meta-error-131000-what = A Meta não enviou a mensagem, por um erro que não explica.
meta-error-131000-means = Algo falhou na Meta. A mensagem não foi entregue.
meta-error-131000-steps =
    Envie de novo depois de alguns minutos.
    Se falha sempre para o mesmo destinatário ou modelo, abra um caso com a Meta e informe o fbtrace_id.

meta-error-131016-what = Um serviço da Meta está indisponível.
meta-error-131016-means = É passageiro e não depende da sua conta.
meta-error-131016-steps =
    Envie de novo mais tarde, com intervalos crescentes.
    Leituras: o Farol tenta de novo sozinho.

meta-error-135000-what = A Meta recusou a mensagem sem dizer o motivo.
meta-error-135000-means = É um erro genérico; o campo details da resposta é a única pista.
meta-error-135000-steps =
    Leia o details e compare a mensagem com uma que funciona.
    Se nada difere, abra um caso com a Meta e informe o fbtrace_id.
