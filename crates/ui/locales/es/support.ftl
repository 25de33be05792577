# Whom people ask for help: name, address and page of whoever runs the installation.
support-ask-name = ¿Necesitas ayuda? Habla con { $name }.
support-ask = ¿Necesitas ayuda? Habla con quien administra esta instalación.
support-page = Página de ayuda
