// What the service outside recommends beside a book comes after the page: the book does not wait for it.
const section = document.querySelector('[data-recommendations]');
const answer = await fetch(section.dataset.recommendations);
if (answer.ok) {
  const { recommended } = await answer.json();
  section.querySelector('ul').replaceChildren(...recommended.map(asItem));
  section.hidden = recommended.length === 0;
}

function asItem({ id, slug, title, author }) {
  const link = document.createElement('a');
  link.href = `/book/${id}/${slug}/`;
  link.textContent = title;
  const item = document.createElement('li');
  item.append(link, ` by ${author}`);
  return item;
}
