-- Joined without a mark for null, a total and an item of no sector would share a key. A mark
-- between parts is no mark inside one, and a printed ∅ is no null.
with

cases (first_part, second_part, third_part, joined) as (

    values
    ('3', '醫院', 107, '3/醫院/107'),
    ('3', '', 107, '3//107'),
    ('3', null, 107, '3/∅/107'),
    (null, null, null, '∅/∅/∅'),
    ('3/a', 'b', 106, '3~1a/b/106'),
    ('3', 'a/b', 106, '3/a~1b/106'),
    ('3/', 'b', 106, '3~1/b/106'),
    ('3', '/b', 106, '3/~1b/106'),
    ('3', '∅', 106, '3/~2/106'),
    ('3~1', 'b', 106, '3~01/b/106')

),

found as (

    select
        *,
        {{ key_of(['first_part', 'second_part', 'third_part']) }} as found_joined
    from cases

)

select * from found
where found_joined is distinct from joined
