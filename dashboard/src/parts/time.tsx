// Instants, as people read them; machines and the curious find the exact one.

import { useNow } from '../clock.ts'
import { date, moment, span } from '../words.ts'

export function At({ instant, short = false }: { instant: string; short?: boolean }) {
  return (
    <time dateTime={instant} title={instant}>
      {short ? date(instant) : moment(instant)}
    </time>
  )
}

/** How long until then, counting down. */
export function Left({ until }: { until: string | null }) {
  const now = useNow()
  if (until === null) return <span className="left">no closing time</span>
  const left = Date.parse(until) - now
  if (left <= 0) return <span className="left soon">closing now</span>
  return (
    <span className={left < 3_600_000 ? 'left soon' : 'left'}>
      <time dateTime={until} title={until}>
        {span(left)}
      </time>{' '}
      left
    </span>
  )
}
