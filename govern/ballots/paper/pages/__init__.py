"""The pages of a paper, without addresses: the service has them at those of each seat, the booth at its own."""
