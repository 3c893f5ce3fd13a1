{#- Text as printed, or null where the source prints one of its blanks. -#}
{% macro blank_to_null(text) -%}
    case when trim({{ text }}) in ('', '…', '—', '－', '-') then null else trim({{ text }}) end
{%- endmacro %}


{#- Whether `text` matches the regular expression. -#}
{% macro matches(text, pattern) -%}
    {{ return(adapter.dispatch('matches')(text, pattern)) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
    ({{ text }} rlike '{{ java_pattern(pattern) }}')
{%- endmacro %}


{#- What group `group_no` of the regular expression holds where it first matches in `text`; empty where
    it does not match. -#}
{% macro matched_group(text, pattern, group_no) -%}
    {{ return(adapter.dispatch('matched_group')(text, pattern, group_no)) }}
{%- endmacro %}

{% macro default__matched_group(text, pattern, group_no) -%}
    regexp_extract({{ text }}, '{{ pattern }}', {{ group_no }})
{%- endmacro %}

{% macro spark__matched_group(text, pattern, group_no) -%}
    regexp_extract({{ text }}, '{{ java_pattern(pattern) }}', {{ group_no }})
{%- endmacro %}


{#- `text` without what the regular expression matches, which is one place: a beginning or an end. -#}
{% macro without_match(text, pattern) -%}
    {{ return(adapter.dispatch('without_match')(text, pattern)) }}
{%- endmacro %}

{% macro default__without_match(text, pattern) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '')
{%- endmacro %}

{% macro spark__without_match(text, pattern) -%}
    regexp_replace({{ text }}, '{{ java_pattern(pattern) }}', '')
{%- endmacro %}


{#- A regular expression that Java reads as RE2 does: only a line feed ends a line, and `$` is the end
    of the text, not the place before a last line feed. -#}
{% macro java_pattern(pattern) -%}
    {{ return('(?d)' ~ (pattern | replace('$', '\\\\z'))) }}
{%- endmacro %}


{#- How a number is printed, as part of a regular expression: 1158.1 or 1,158.1, but not 2,77544. -#}
{% macro number_pattern() -%}
    (?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:[.][0-9]+)?
{%- endmacro %}


{#- The number a cell prints, such as 1,158.1 or 63.2%; null where it prints none. A percentage is
    read as it stands: 63.2, not 0.632. -#}
{% macro printed_number(text) -%}
    case
        when {{ matches(text, '^-?' ~ number_pattern() ~ '%?$') }}
            then cast(replace(replace({{ text }}, ',', ''), '%', '') as decimal(24, 6))
    end
{%- endmacro %}


{#- Half a unit of the last digit a cell prints: what rounding may have hidden. 63.2% gives 0.05. -#}
{% macro half_unit(text) -%}
    cast(
        0.5 * power(
            cast(10 as double),
            -length({{ matched_group("replace(" ~ text ~ ", '%', '')", '[.]([0-9]+)$', 1) }})
        ) as decimal(18, 8)
    )
{%- endmacro %}


{#- 一 to 九十九 as a number; null for anything else. -#}
{% macro chinese_numeral(text) -%}
    {%- set digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] -%}
    case {{ text }}
        {%- for number in range(1, 100) %}
            {%- set tens, ones = number // 10, number % 10 %}
            {%- set numeral = ('' if tens < 2 else digits[tens]) ~ ('十' if tens else '') ~ digits[ones] %}
        when '{{ numeral }}' then {{ number }}
        {%- endfor %}
    end
{%- endmacro %}


{#- A decimal of eight places as text, with all of them. -#}
{% macro eight_places_text(value) -%}
    {{ return(adapter.dispatch('eight_places_text')(value)) }}
{%- endmacro %}

{% macro default__eight_places_text(value) -%}
    cast({{ value }} as {{ dbt.type_string() }})
{%- endmacro %}

{#- A cast would write a small one as 0E-8. -#}
{% macro spark__eight_places_text(value) -%}
    format_number({{ value }}, '0.00000000')
{%- endmacro %}


{#- A decimal as text, without the zeros that only fill its scale: 63.5, not 63.50000000. -#}
{% macro decimal_text(value) -%}
    {{ without_match(eight_places_text("cast(" ~ value ~ " as decimal(28, 8))"), '[.]?0+$') }}
{%- endmacro %}


{#- 壹 to 玖, the numerals of headings that must not be altered, as a number; null otherwise. -#}
{% macro formal_numeral(text) -%}
    {{ chinese_numeral("translate(" ~ text ~ ", '壹貳參肆伍陸柒捌玖拾', '一二三四五六七八九十')") }}
{%- endmacro %}


{#- What the words between the digits of a spelled number multiply the digits before them by, and the
    pattern that finds those digits in the same order; `1` are the digits after the last word. -#}
{% macro spelled_scales() -%}
    {{ return([100000000, 1000000, 10000, 1000, 1]) }}
{%- endmacro %}

{% macro spelled_pattern() -%}
    {%- set digits = '(' ~ number_pattern() ~ ')' -%}
    {{ return(
        '^(?:' ~ digits ~ '億)?(?:' ~ digits ~ '(?: million|百萬))?(?:' ~ digits ~ '萬)?(?:'
        ~ digits ~ '千)?' ~ digits ~ '?$'
    ) }}
{%- endmacro %}


{#- The digits before the scale_no-th word of a spelled number; empty where it has no such word. -#}
{% macro spelled_part(text, scale_no) -%}
    {{ matched_group(text, spelled_pattern(), scale_no) }}
{%- endmacro %}


{#- A number printed with 億, 百萬, 萬, 千 or `million` among its digits, such as 256萬3,975 or 600萬2千;
    null for anything else. -#}
{% macro spelled_number(text) -%}
    case
        when {{ matches(text, spelled_pattern()) }} and {{ text }} != ''
            then cast(
                {%- for multiplier in spelled_scales() %}
                coalesce({{ printed_number(spelled_part(text, loop.index)) }}, 0) * {{ multiplier }}
                {{- '' if loop.last else ' +' }}
                {%- endfor %}
                as decimal(24, 6)
            )
    end
{%- endmacro %}


{#- Half a unit of the last digit of a spelled number: 500 for 595萬8千, 0.5 for 4萬8,574. -#}
{% macro spelled_half_unit(text) -%}
    case
        {%- for multiplier in spelled_scales() | reverse %}
        {%- set part = spelled_part(text, spelled_scales() | length - loop.index0) %}
        when {{ part }} != '' then cast({{ half_unit(part) }} * {{ multiplier }} as decimal(18, 8))
        {%- endfor %}
    end
{%- endmacro %}


{#- How often the regular expression matches in `text`. -#}
{% macro match_count(text, pattern) -%}
    {{ return(adapter.dispatch('match_count')(text, pattern)) }}
{%- endmacro %}

{% macro default__match_count(text, pattern) -%}
    cast(len(regexp_extract_all({{ text }}, '{{ pattern }}')) as int)
{%- endmacro %}

{% macro spark__match_count(text, pattern) -%}
    regexp_count({{ text }}, '{{ java_pattern(pattern) }}')
{%- endmacro %}


{#- The points a text lists, one where it lists none: those with a letter, and those with a number
    that does not head lettered ones. What number a point has does not matter. A lettered point may
    begin within a line, after the full stop of the one before. -#}
{% macro listed_points_count(text) -%}
    greatest(
        1,
        {{ match_count(text, '(^|\n|。)[A-Z][.]') }}
        + {{ match_count(text, '(^|\n)[(][0-9]+[)]') }}
        - {{ match_count(text, '(^|\n)[(][0-9]+[)][^\n]*\n[A-Z][.]') }}
    )
{%- endmacro %}
