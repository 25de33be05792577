# Whom people ask for help: name, address and page of whoever runs the installation.
support-ask-name = Precisa de ajuda? Fale com { $name }.
support-ask = Precisa de ajuda? Fale com quem cuida desta instalação.
support-page = Página de ajuda
