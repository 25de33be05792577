# Números e limites: how the list is narrowed, sorted, paged and taken home.

filter-in-use = En uso
filter-title = Filtrar
sort-title = Ordenar por
field-usage = Uso 24 h
field-heard = Actualizado
list-about = Qué quiere decir cada palabra
active-about = Estado Conectado, Marcado o Restringido, sea cual sea su salud.
usage-about = Destinatarios distintos que este número alcanzó fuera de ventanas de atención en las últimas 24 h, que Farol vio.
heard-about = Cuándo habló Meta de este número por última vez, por consulta o por webhook.
export = Exportar esta lista
export-about = CSV para hojas de cálculo, JSON para programas; con la búsqueda y los filtros.
pages = Páginas
page-of = Página { $page } de { $pages }
page-previous = Página anterior
page-next = Página siguiente
numbers-shown-of-found = { $shown } de { $count } encontrados, { $all } en total
misread-filter = No existe el filtro “{ $written }”: se muestran todos los números.
misread-sort = No existe el orden “{ $written }”: la lista está en el orden de siempre.
misread-page = No existe la página “{ $written }”: esta es la primera.
misread-send = “{ $written }” no es un número de destinatarios: escribe un número entero, como 600.
