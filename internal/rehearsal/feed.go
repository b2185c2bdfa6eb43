package rehearsal

import "accede/internal/feed"

// Feed answers the feed of the rehearsal's record: who listens hears of every growth.
func (r *Room) Feed() *feed.Feed { return r.dep.Feed() }
