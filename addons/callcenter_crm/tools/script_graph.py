"""Steps of a call script as a graph: who comes nowhere, who never ends. Pure."""

END = None


def problems(ways, first):
    """Return ``(steps that nobody reaches, steps from which the script never ends)``, both in the order of ``ways``.

    :param ways: {step: where it can lead, END among them}
    :param first: the step that the script begins with
    """
    reached, waiting = set(), [first]
    while waiting:
        step = waiting.pop()
        if step is not END and step not in reached:
            reached.add(step)
            waiting += ways[step]
    ending = set()
    while more := {step for step in ways if step not in ending and (END in ways[step] or ending & set(ways[step]))}:
        ending |= more
    return [step for step in ways if step not in reached], [step for step in ways if step in reached - ending]
