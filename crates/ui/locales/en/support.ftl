# Whom people ask for help: name, address and page of whoever runs the installation.
support-ask-name = Need help? Talk to { $name }.
support-ask = Need help? Talk to whoever runs this installation.
support-page = Help page
