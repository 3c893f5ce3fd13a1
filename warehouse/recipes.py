"""`warehouse recipe` and `recipes`, as the command line shows them."""

from __future__ import annotations

from pathlib import Path

import click

from foundation.errors import InputError
from foundation.locations import SEEDS_FOLDER
from foundation.whole_files import replaced
from loaders.files.code_lists import code_lists
from loaders.files.declarations import kinds
from loaders.files.landing import Landing
from loaders.files.loading import Request, prepare, read_cells
from loaders.files.raw_table import place_of
from loaders.files.recipes.declaration import find_recipe, recipe_of, shipped_recipes
from loaders.files.recipes.drafting import drafted
from warehouse.loading import print_left_out, print_problems, published_keys
from warehouse.locations import landing_folder, load_folder

ROWS_SHOWN = 5


def draft(path: Path, kind_name: str, output: Path | None) -> None:
    """Draft the recipe of a file, write it, and show what would land and what not.

    Raises:
        InputError: the file cannot be read, or the place of the recipe is taken.
        PersonalDataFound: the file may identify a person.
    """
    place = output or Path(f"{path.stem}.recipe.yml")
    if place.exists():
        raise InputError(
            file=place,
            found="a file that exists",
            expected="a name that is free",
            mend="name another with --output, or move it away",
        )
    kind, lists = kinds()[kind_name], code_lists(SEEDS_FOLDER, Landing(landing_folder()))
    guess = drafted(read_cells(path, load_folder()), path, kind, lists)
    recipe = recipe_of(guess.declared, str(place))
    comments = [*(f"# {each}" for each in guess.reasons)]
    comments += [f"# ? {each}" for each in guess.questions]
    with replaced(place) as new_file:
        new_file.write_text("\n".join([*comments, recipe.text]), "utf-8")
    click.echo(f"{place}: drafted for {path}; read it, and correct what is wrong")
    for line in comments:
        click.echo(f"  {line}")
    if guess.questions:
        answers = " ".join(f"--set {name}=..." for name in recipe.ask)
        click.echo(f"then `warehouse load {path} --recipe {place} {answers}`")
        return
    request = Request(kind, lists, published_keys, inside=load_folder(), recipe=recipe)
    _, checked, left_out = prepare(path, request)
    click.echo(f"{checked.landed_row_count} of {checked.read_row_count} rows would land, such as")
    filled = [name for name in checked.raw.columns if name in checked.good.columns]
    shown = checked.good.head(ROWS_SHOWN).select(filled).drop("_row_no")
    for row in shown.iter_rows(named=True):
        cells = (f"{name} {value}" for name, value in row.items() if value is not None)
        click.echo(f"  {' | '.join(cells)}")
    print_left_out(left_out)
    print_problems(checked.problems.with_columns(place_of(checked.rows_a_line).alias("place")))
    click.echo(f"then `warehouse load {path} --recipe {place}`")


def list_recipes() -> None:
    """Print the recipes that come with the project: name, kind, what it fits, what it asks."""
    for name in shipped_recipes():
        recipe = find_recipe(name)
        click.echo(f"{name}  --as {recipe.kind.name}  {recipe.title_zh}\n  {recipe.description_en}")
        for column, question in recipe.unanswered().items():
            click.echo(f"  --set {column}=...  {question}")
