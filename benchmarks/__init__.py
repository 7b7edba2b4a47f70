"""How fast Needlepoint is, beside an ordinary tutorial app on the same machine in the same run: `make benchmark`."""
