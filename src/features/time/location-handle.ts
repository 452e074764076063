/** What guests hold of a time zone. */
import { defineHandle, method, t } from '#plugin';
import { concatenated } from './concatenated.ts';
import { restoreZone, type SavedZone, saveZone, type Zone } from './zone.ts';

export const locationHandle = defineHandle<Zone, SavedZone>({
  name: 'time.Location',
  summary: 'A time zone.',
  crosses: 'copy',
  methods: {
    string: method({
      summary: 'The name of the zone.',
      args: [],
      returns: t.string,
      effect: 'local',
      run: (zone: Zone) => zone.name,
    }),
  },
  meta: {
    tostring: (zone) => zone.name,
    eq: (zone, other) => zone === other || JSON.stringify(saveZone(zone)) === JSON.stringify(saveZone(other)),
    concat: concatenated((zone: Zone) => zone.name),
  },
  save: saveZone,
  restore: restoreZone,
});
