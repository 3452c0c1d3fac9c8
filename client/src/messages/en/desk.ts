/** What only the desk says. */
export const desk = {
  'app.name': 'Floorwalk',
} as const;
