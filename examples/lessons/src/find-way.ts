// The heavy work of lesson 3.6, as a process does it: A* over a large maze.

import createGraph, { type Graph } from 'ngraph.graph';
import { aStar } from 'ngraph.path';
import { type Answer, dig, side } from './maze.ts';

/** What a process keeps between its calls. */
const graphs = new Map<number, Graph<undefined, undefined>>();

/** The shortest way between two open cells; empty where there is none. */
export function findWay(seed: number, from: number, to: number): Answer {
  const graph = graphs.get(seed) ?? graphOf(seed);
  const finder = aStar(graph, {
    heuristic: (a, b) => distance(Number(a.id), Number(b.id)),
  });
  // It is told from the goal to the start, which is where the bot is already.
  const way = finder.find(from, to).map(({ id }) => Number(id));
  return { way: way.reverse().slice(1), pid: process.pid };
}

function graphOf(seed: number): Graph<undefined, undefined> {
  const open = dig(seed);
  const graph = createGraph<undefined, undefined>();
  for (let cell = 0; cell < open.length - side; cell++) {
    if (open[cell] !== 1) continue;
    if (open[cell + 1] === 1) graph.addLink(cell, cell + 1);
    if (open[cell + side] === 1) graph.addLink(cell, cell + side);
  }
  graphs.set(seed, graph);
  return graph;
}

/** Steps if there were no walls: never more than there are. */
function distance(a: number, b: number): number {
  const columns = Math.abs((a % side) - (b % side));
  return columns + Math.abs(Math.floor(a / side) - Math.floor(b / side));
}
