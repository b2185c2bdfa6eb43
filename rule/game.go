package rule

import "accede/game"

// Game answers the game that the question is counted by: its players are the members of the roll in their order.
func (c *Compiled) Game() *game.Game { return c.begin.Game() }
