/** What stands in one tree, as far as it was asked for. */

/** Some entries of one tree, in its order. */
export class TreeEntries {
  count = 0;
  /** Where the object's name starts in the tree; how far before that the entry starts, */
  places = new Float64Array(16);
  backs = new Uint32Array(16);
  objects = new Uint32Array(16);
  /** and the hash of the file's name. */
  names = new Uint32Array(16);

  add(place: number, back: number, object: number, name: number): void {
    const { count } = this;
    if (count === this.places.length) this.#grow();
    this.places[count] = place;
    this.backs[count] = back;
    this.objects[count] = object;
    this.names[count] = name;
    this.count = count + 1;
  }

  /** The first one whose object's name starts at or after `place`. */
  firstFrom(place: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.places[middle] as number) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const length = this.count * 2;
    const places = new Float64Array(length);
    places.set(this.places);
    this.places = places;
    this.backs = doubled(this.backs);
    this.objects = doubled(this.objects);
    this.names = doubled(this.names);
  }
}

function doubled(list: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(list.length * 2);
  more.set(list);
  return more;
}
