{#- A name without what differs between printings of the same name: spaces, line ends, full
    stops, and the width of brackets and commas. -#}
{% macro normalised_name(text) -%}
    translate({{ text }}, '（），：；％ 　。' || chr(10), '(),:;%')
{%- endmacro %}


{#- How often `part` stands in `text`. -#}
{% macro occurrence_count(part, text) -%}
    cast(
        (length({{ text }}) - length(replace({{ text }}, {{ part }}, ''))) / length({{ part }}) as int
    )
{%- endmacro %}


{#- Text as two printings of it share it: signs, digits and letters in one width, no white space. The
    engines agree on no Unicode normal form; quote and backslash, which they read differently in a
    literal, keep their width. -#}
{% macro normalised_text(text) -%}
    translate(
        {{ text }},
        '！＂＃＄％＆（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～'
        || ' 　' || chr(9) || chr(10) || chr(13),
        '!"#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~'
    )
{%- endmacro %}


{#- Whether `name` has every character of `shorter_name` in its order, so that one is the other with
    words added. Neither holds a `%` or `_`. -#}
{% macro is_with_words_added(name, shorter_name) -%}
    {{ return(adapter.dispatch('is_with_words_added')(name, shorter_name)) }}
{%- endmacro %}

{% macro default__is_with_words_added(name, shorter_name) -%}
    {{ name }} like '%' || regexp_replace({{ shorter_name }}, '(.)', '\1%', 'g')
{%- endmacro %}

{% macro spark__is_with_words_added(name, shorter_name) -%}
    {{ name }} like '%' || regexp_replace({{ shorter_name }}, '(.)', '$1%')
{%- endmacro %}
