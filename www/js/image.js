// A picture of a digit (PNG, JPEG, a photo of a sheet) as an image like MNIST's: 28 x 28, ink 255. It is loaded where a
// figure takes pictures (main.js). Nothing leaves the browser. The size, pen and middle are those of crates/data/src/drawing.rs.
const words = {
  es: {
    type: 'Esto no es una imagen que el navegador pueda abrir: elija un PNG o un JPEG.',
    large: 'La imagen es demasiado grande: más de 40 MB.',
    none: 'No se ve ninguna cifra: hace falta un trazo oscuro sobre papel claro, o claro sobre oscuro.',
    done: 'De su imagen, que no ha salido del navegador y no está en el enlace.',
    several: 'De su imagen se ha tomado la cifra mayor; no ha salido del navegador y no está en el enlace.',
  },
  en: {
    type: 'This is no picture that the browser can open: choose a PNG or a JPEG.',
    large: 'The picture is too large: over 40 MB.',
    none: 'No digit is to be seen: it takes a dark stroke on light paper, or a light one on dark.',
    done: 'From your picture, which has not left the browser and is not in the link.',
    several: 'The largest digit of your picture, which has not left the browser and is not in the link.',
  },
};
const side = 28, fine = 8, longest = 19 * fine, middle = 14.25 * fine, thin = 0.115;

// Reads a file and hands the image, or what is wrong, to the figure: an event "picture" on the place where it takes them.
async function read(place, file) {
  const language = place.closest('[lang]')?.lang.startsWith('en') ? 'en' : 'es';
  const answer = (pixels, key) => place.dispatchEvent(new CustomEvent('picture', { detail: [pixels, words[language][key]] }));
  if (file.size > 40e6) return answer(null, 'large');
  let grey;
  try {
    grey = await greys(file);
  } catch (error) {
    console.info(error);
    return answer(null, 'type');
  }
  const found = digit(grey);
  return found ? answer(found.pixels, found.several ? 'several' : 'done') : answer(null, 'none');
}

// The picture in greys, at most 480 pixels along a side, on the ground that its ink stands out from.
async function greys(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, 480 / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((length) => Math.max(1, Math.round(length * scale)));
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const light = (i) => 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
  let [sum, weight] = [0, 0];
  for (let i = 0; i < width * height; i += 1) {
    sum += light(i) * data[4 * i + 3];
    weight += data[4 * i + 3];
  }
  // What can be seen through has the ground that the rest is not.
  const ground = sum > 128 * weight ? 0 : 255;
  const values = Float32Array.from({ length: width * height }, (_, i) => {
    const opaque = data[4 * i + 3] / 255;
    return light(i) * opaque + ground * (1 - opaque);
  });
  return { values, width, height };
}

// The value that divides values of 0 to 255 best in two (Otsu, 1979).
function otsu(values) {
  const counts = new Float64Array(256);
  values.forEach((value) => { counts[Math.max(0, Math.min(255, Math.round(value)))] += 1; });
  let [all, total] = [0, 0];
  counts.forEach((count, value) => { all += count; total += count * value; });
  let [below, sum, best, least, last] = [0, 0, -1, 0, 0];
  counts.forEach((count, value) => {
    below += count;
    sum += count * value;
    if (!below || below === all) return;
    const between = below * (all - below) * (sum / below - (total - sum) / (all - below)) ** 2;
    // Between two heaps far apart all values divide alike: the middle is taken.
    if (between > best * (1 + 1e-9)) [best, least, last] = [between, value, value];
    else if (between >= best * (1 - 1e-9)) last = value;
  });
  return (least + last + 1) / 2;
}

// The connected parts of a mask: the places of each, and whether it touches the edge.
function parts(mask, width, height) {
  const seen = new Uint8Array(mask.length);
  const found = [];
  for (let start = 0; start < mask.length; start += 1) {
    if (!mask[start] || seen[start]) continue;
    const places = [start];
    seen[start] = 1;
    const part = { places, edge: false, left: width, top: height, right: 0, bottom: 0 };
    for (let next = 0; next < places.length; next += 1) {
      const [x, y] = [places[next] % width, Math.floor(places[next] / width)];
      part.left = Math.min(part.left, x);
      part.right = Math.max(part.right, x);
      part.top = Math.min(part.top, y);
      part.bottom = Math.max(part.bottom, y);
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row += 1) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column += 1) {
          const near = row * width + column;
          if (mask[near] && !seen[near]) {
            seen[near] = 1;
            places.push(near);
          }
        }
      }
    }
    part.edge = !part.left || !part.top || part.right === width - 1 || part.bottom === height - 1;
    found.push(part);
  }
  return found.sort((a, b) => b.places.length - a.places.length);
}

// The sheet on a darker table, cut out with what lies in it; nothing where the picture is the sheet, or has light ink.
function sheet({ values, width, height }, level) {
  const [paper] = parts(values.map((value) => value > level), width, height);
  if (!paper) return undefined;
  const { left, top, right, bottom } = paper;
  const inside = (right - left + 1) * (bottom - top + 1);
  const whole = inside > 0.98 * width * height;
  if (whole || paper.places.length < 0.5 * inside || inside < 0.04 * width * height) return undefined;
  // A sheet that lies askew has table in the corners of its box; it becomes paper, for it reaches the box's edge.
  const cut = { width: right - left + 1, height: bottom - top + 1 };
  cut.values = Float32Array.from({ length: inside }, (_, i) => (
    values[(top + Math.floor(i / cut.width)) * width + left + i % cut.width]));
  let bright = 0;
  paper.places.forEach((place) => { bright += values[place] / paper.places.length; });
  let holes = 0;
  for (const part of parts(cut.values.map((value) => value <= level), cut.width, cut.height)) {
    if (part.edge) part.places.forEach((place) => { cut.values[place] = bright; });
    else holes += part.places.length;
  }
  // The holes of a sheet are its ink; a light 0 or 8 on dark has large ones.
  return holes < 0.3 * paper.places.length ? cut : undefined;
}

// How much darker each place is than its surroundings: a shadow on the paper is no ink.
function darker({ values, width, height }) {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0, row = 0; x < width; x += 1) {
      row += values[y * width + x];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  const reach = Math.max(8, Math.round(Math.max(width, height) / 5));
  return Float32Array.from(values, (value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const [x0, x1, y0, y1] = [Math.max(0, x - reach), Math.min(width, x + reach + 1), Math.max(0, y - reach), Math.min(height, y + reach + 1)];
    const at = (row, column) => sums[row * (width + 1) + column];
    const mean = (at(y1, x1) - at(y0, x1) - at(y1, x0) + at(y0, x0)) / ((x1 - x0) * (y1 - y0));
    return Math.max(0, mean - value);
  });
}

// The digit of a picture as 28 x 28 pixels; nothing where there is no ink.
export function digit(picture) {
  const edge = [];
  const { width, height } = picture;
  picture.values.forEach((value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    if (!x || !y || x === width - 1 || y === height - 1) edge.push(value);
  });
  const level = otsu(picture.values);
  // An image like MNIST's, from a file of them.
  if (width === side && height === side) {
    const light = edge.reduce((sum, value) => sum + value) > 128 * edge.length;
    const pixels = Uint8Array.from(picture.values, (value) => Math.round(light ? 255 - value : value));
    return pixels.some((value) => value > 64) ? { pixels } : undefined;
  }
  const dark = edge.filter((value) => value <= level).length > edge.length / 2;
  const inverted = () => ({ ...picture, values: picture.values.map((value) => 255 - value) });
  const cut = sheet(picture, level);
  return (cut && ink(cut)) ?? ink(dark ? inverted() : picture);
}

// The ink of dark strokes on paper.
function ink(paper) {
  const depth = darker(paper);
  const level = otsu(depth);
  if (level < 10) return undefined;
  const { width, height } = paper;
  const all = parts(depth.map((value) => value > level), width, height);
  const free = all.filter(({ edge }) => !edge);
  const [first, ...others] = free.length ? free : all;
  const long = first && Math.max(first.right - first.left, first.bottom - first.top) + 1;
  // Specks are no digit, and neither is what fills the paper.
  if (!first || long < 6 || first.places.length > 0.6 * width * height) return undefined;
  const gap = long / 5;
  const kept = [first];
  let several = false;
  for (const part of others) {
    if (part.places.length < 0.04 * first.places.length) continue;
    const apart = Math.max(part.left - first.right, first.left - part.right, part.top - first.bottom, first.top - part.bottom);
    if (apart <= gap) kept.push(part);
    else if (part.places.length > 0.3 * first.places.length) several = true;
  }
  return { pixels: image(kept, width), several };
}

// The parts, fitted as a drawing is: 19 pixels long, with a pen that is not too thin, their centre of mass in the middle.
function image(kept, width) {
  const ends = (key, pick) => pick(...kept.map((part) => part[key]));
  const [left, top] = [ends('left', Math.min), ends('top', Math.min)];
  const [wide, high] = [ends('right', Math.max) - left + 1, ends('bottom', Math.max) - top + 1];
  const inside = new Set(kept.flatMap(({ places }) => places));
  // The area by the length of the outline: half of a long stroke's width.
  let outline = 0;
  inside.forEach((place) => { outline += [1, -1, width, -width].some((step) => !inside.has(place + step)); });
  const pen = 2 * inside.size / Math.max(1, outline) / Math.max(wide, high);
  const grow = Math.max(0, thin - pen) / 2 * longest;
  const scale = (longest - 2 * grow) / Math.max(wide, high);
  const size = side * fine;
  const cells = new Uint8Array(size * size);
  const origin = [(size - wide * scale) / 2, (size - high * scale) / 2];
  const has = (x, y) => inside.has((top + y) * width + left + x);
  const reach = Math.ceil(grow);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const [column, row] = [Math.floor((x + 0.5 - origin[0]) / scale), Math.floor((y + 0.5 - origin[1]) / scale)];
      if (column < 0 || row < 0 || column >= wide || row >= high || !has(column, row)) continue;
      for (let down = -reach; down <= reach; down += 1) {
        for (let across = -reach; across <= reach; across += 1) {
          if (across ** 2 + down ** 2 > grow ** 2) continue;
          const [column, row] = [x + across, y + down];
          if (column >= 0 && row >= 0 && column < size && row < size) cells[row * size + column] = 1;
        }
      }
    }
  }
  let [total, across, down] = [0, 0, 0];
  cells.forEach((cell, i) => {
    total += cell;
    across += cell * (i % size);
    down += cell * Math.floor(i / size);
  });
  const [right, below] = [across, down].map((moment) => Math.round(middle - moment / total - 0.5));
  const sums = new Float64Array(side * side);
  cells.forEach((cell, i) => {
    const [x, y] = [i % size + right, Math.floor(i / size) + below];
    if (cell && x >= 0 && y >= 0 && x < size && y < size) sums[Math.floor(y / fine) * side + Math.floor(x / fine)] += 1;
  });
  return Uint8Array.from(sums, (sum) => Math.round(sum * 255 / fine ** 2));
}

// A picture that a reader chooses, pastes or drops where a figure takes pictures.
function given(event) {
  const { target, type } = event;
  const place = target.closest?.('[data-pictures]') ?? (type === 'paste' && document.querySelector('[data-pictures]'));
  if (!place) return;
  if (type[0] === 'd') event.preventDefault();
  const [file] = target.files ?? (event.clipboardData ?? event.dataTransfer)?.files ?? [];
  if (file) read(place, file);
}
['change', 'paste', 'drop', 'dragover'].forEach((type) => addEventListener(type, given));
