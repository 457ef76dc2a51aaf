// Cred by week, drawn by uPlot. The same numbers stand in a table beneath, for who cannot see a drawing.

import { useEffect, useId, useMemo, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { date, number } from '../words.ts'

export interface Week {
  start: string
  cred: number
}

const height = 220 // pixels
const week = 7 * 86_400 // seconds
const days = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const shortDate = (seconds: number) => days.format(new Date(seconds * 1000))

export default function WeekChart({ weeks: all, label }: { weeks: readonly Week[]; label: string }) {
  const weeks = useMemo(() => begun(all), [all])
  const place = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => {
    const box = place.current!
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    const draw = () => {
      const style = getComputedStyle(box)
      const colour = (name: string) => style.getPropertyValue(name).trim()
      const axis = {
        stroke: colour('--soft'),
        font: '12px system-ui, sans-serif',
        grid: { stroke: colour('--line'), width: 1 },
        ticks: { show: false },
      }
      return new UPlot(
        {
          width: Math.max(200, box.clientWidth),
          height,
          legend: { show: false },
          cursor: { y: false, drag: { x: false, y: false } },
          scales: {
            x: { range: (_, min, max) => [min, max + week] }, // a bar stands after its date: there is room for the last one
            y: { range: (_, _min, max) => [0, max > 0 ? max * 1.1 : 1] },
          },
          axes: [
            { ...axis, values: (_, seconds) => seconds.map(shortDate) },
            { ...axis, size: 44 },
          ],
          series: [
            {},
            {
              label,
              stroke: colour('--accent'),
              width: 1,
              fill: colour('--bars'),
              points: { show: false },
              paths: UPlot.paths.bars!({ size: [0.75, 36], align: 1 }),
            },
          ],
        },
        [weeks.map(({ start }) => Date.parse(start) / 1000), weeks.map(({ cred }) => cred)],
        box,
      )
    }
    let chart = draw()
    const again = () => {
      chart.destroy()
      chart = draw()
    }
    const sized = new ResizeObserver(() => chart.setSize({ width: Math.max(200, box.clientWidth), height }))
    sized.observe(box)
    scheme.addEventListener('change', again)
    return () => {
      sized.disconnect()
      scheme.removeEventListener('change', again)
      chart.destroy()
    }
  }, [weeks, label])
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption id={id}>{label}</figcaption>
      <div ref={place} aria-hidden="true" />
      <details>
        <summary>As a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Week from</th>
              <th scope="col">Cred</th>
            </tr>
          </thead>
          <tbody>
            {[...weeks].reverse().map(({ start, cred }) => (
              <tr key={start}>
                <th scope="row">{date(start)}</th>
                <td>{number(cred, 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

/** Without the weeks before there was anything. */
function begun(weeks: readonly Week[]): readonly Week[] {
  const first = weeks.findIndex(({ cred }) => cred > 0)
  return first > 0 ? weeks.slice(first) : weeks
}
