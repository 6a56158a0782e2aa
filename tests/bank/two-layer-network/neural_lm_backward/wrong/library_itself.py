# says: hands the work to lmcore
import lmcore


class TrainableLM(lmcore.NeuralLM):
    def parameters_and_gradients(self):
        return [(self.parameters[n], self.parameters.gradient(n)) for n in self.parameters]
